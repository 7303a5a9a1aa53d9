'use strict';

const { coreServices, createBackendModule } = require('@backstage/backend-plugin-api');
const { scaffolderActionsExtensionPoint } = require('@backstage/plugin-scaffolder-node');
const { createVendAction } = require('./vend.js');

/** Gives a Backstage backend the action automat:vend: backend.add(import('@automat/backstage-scaffolder-actions')). */
module.exports = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'automat',
  register({ registerInit }) {
    registerInit({
      deps: { config: coreServices.rootConfig, actions: scaffolderActionsExtensionPoint },
      async init({ config, actions }) {
        actions.addActions(createVendAction({ config }));
      },
    });
  },
});
module.exports.default = module.exports;
module.exports.createVendAction = createVendAction;

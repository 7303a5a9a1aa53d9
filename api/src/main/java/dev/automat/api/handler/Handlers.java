package dev.automat.api.handler;

import dev.automat.api.document.ResourceDocument;
import dev.automat.api.document.StackDocument;
import dev.automat.api.exchange.Handler;
import dev.automat.catalog.ActiveCatalog;
import java.util.HashMap;
import java.util.Map;

/** Which handler carries out which operation of the contract. */
public final class Handlers {

  private Handlers() {}

  /** The handlers, each of which sees one catalogue from the beginning of a request to its end. */
  public static Map<String, Handler> withOneCatalogue(
      ActiveCatalog catalog, Map<String, Handler> handlers) {
    Map<String, Handler> steady = new HashMap<>();
    handlers.forEach(
        (operation, handler) ->
            steady.put(operation, call -> catalog.during(() -> handler.handle(call))));
    return steady;
  }

  /** By {@code operationId}. */
  public static Map<String, Handler> of(Services services) {
    ResourceDocument documents =
        new ResourceDocument(
            services.catalog(), services.teams(), services.waiverBook(), services.plugins());
    Lookup lookup = new Lookup(services.catalog(), services.store());
    Settling settling =
        new Settling(
            services.store(),
            services.signals(),
            services.clock(),
            services.configuration().http().requestTimeout());
    Answers answers = new Answers(documents, services.store(), settling, services.catalog());
    WriteHandlers write = new WriteHandlers(services, lookup, answers, settling, documents);
    StayHandlers stays = new StayHandlers(services, lookup, answers, settling);
    ConnectionReplies connections = new ConnectionReplies(services.connections(), documents);
    ReadHandlers read =
        new ReadHandlers(services, lookup, answers, settling, documents, connections);
    BindingHandlers bindings =
        new BindingHandlers(services, lookup, settling, documents, connections);
    EventHandler events = new EventHandler(services, lookup);
    ValidateHandler validate = new ValidateHandler(services);
    CatalogHandlers catalog = new CatalogHandlers(services, lookup);
    BundleHandlers bundles = new BundleHandlers(services);
    UpgradeHandlers upgrades = new UpgradeHandlers(services, lookup, answers, settling, documents);
    PluginHandlers plugins = new PluginHandlers(services);
    KeyHandlers keys = new KeyHandlers(services);
    MachineHandlers machine = new MachineHandlers(services);
    TeamHandlers teams = new TeamHandlers(services, documents);
    TransferHandlers transfers = new TransferHandlers(services, lookup, answers);
    WaiverHandlers waivers = new WaiverHandlers(services);
    SelfHandlers self = new SelfHandlers(services);
    TokenHandlers tokens = new TokenHandlers(services);
    AuditHandlers audit = new AuditHandlers(services);
    CostHandlers costs = new CostHandlers(services);
    NoticeHandlers notices = new NoticeHandlers(services);
    StackLookup stackLookup = new StackLookup(services.store());
    StackDocument stackDocuments = new StackDocument(documents, services.plugins());
    StackReplies stackReplies = new StackReplies(stackDocuments, settling);
    StackHandlers stacks =
        new StackHandlers(services, stackLookup, stackReplies, settling, stackDocuments);
    StackReadHandlers stackReads =
        new StackReadHandlers(services, stackLookup, stackReplies, settling, stackDocuments);
    return Map.ofEntries(
        Map.entry("putResource", write::put),
        Map.entry("deleteResource", write::delete),
        Map.entry("reconcileResource", write::reconcile),
        Map.entry("extendResource", write::extend),
        Map.entry("recreateResource", write::recreate),
        Map.entry("releaseResource", stays::release),
        Map.entry("pauseResource", stays::pause),
        Map.entry("resumeResource", stays::resume),
        Map.entry("undeleteResource", stays::undelete),
        Map.entry("getResource", read::get),
        Map.entry("getResourceByUid", read::byUid),
        Map.entry("listResources", read::list),
        Map.entry("getConnection", read::connection),
        Map.entry("putBinding", bindings::put),
        Map.entry("getBinding", bindings::get),
        Map.entry("deleteBinding", bindings::delete),
        Map.entry("listBindings", bindings::list),
        Map.entry("rotateBinding", bindings::rotate),
        Map.entry("getBindingConnection", bindings::connection),
        Map.entry("listEvents", events::list),
        Map.entry("putStack", stacks::put),
        Map.entry("deleteStack", stacks::delete),
        Map.entry("extendStack", stacks::extend),
        Map.entry("releaseStack", stacks::release),
        Map.entry("pauseStack", stacks::pause),
        Map.entry("resumeStack", stacks::resume),
        Map.entry("undeleteStack", stacks::undelete),
        Map.entry("getStack", stackReads::get),
        Map.entry("listStacks", stackReads::list),
        Map.entry("listStackEvents", stackReads::events),
        Map.entry("getStackConnection", stackReads::connection),
        Map.entry("listTeams", teams::list),
        Map.entry("getTeam", teams::get),
        Map.entry("putTeam", teams::put),
        Map.entry("deleteTeam", teams::delete),
        Map.entry("transferResource", transfers::offer),
        Map.entry("listTransfers", transfers::list),
        Map.entry("acceptTransfer", transfers::accept),
        Map.entry("declineTransfer", transfers::decline),
        Map.entry("withdrawTransfer", transfers::withdraw),
        Map.entry("listWaivers", waivers::list),
        Map.entry("askWaiver", waivers::ask),
        Map.entry("getWaiver", waivers::get),
        Map.entry("withdrawWaiver", waivers::withdraw),
        Map.entry("grantWaiver", waivers::grant),
        Map.entry("rejectWaiver", waivers::reject),
        Map.entry("revokeWaiver", waivers::revoke),
        Map.entry("reportWaivers", waivers::report),
        Map.entry("validateRequests", validate::validate),
        Map.entry("getCatalog", catalog::all),
        Map.entry("getCatalogKind", catalog::one),
        Map.entry("getCatalogModule", catalog::module),
        Map.entry("pushBundle", bundles::push),
        Map.entry("listBundles", bundles::list),
        Map.entry("getBundle", bundles::get),
        Map.entry("activateCatalog", bundles::activate),
        Map.entry("rollbackCatalog", bundles::rollback),
        Map.entry("listActivations", bundles::history),
        Map.entry("upgradeResource", upgrades::upgrade),
        Map.entry("replanResource", upgrades::replan),
        Map.entry("listPlugins", plugins::list),
        Map.entry("listAccounts", machine::accounts),
        Map.entry("listLeaks", machine::leaks),
        Map.entry("releaseAccount", machine::release),
        Map.entry("getSelf", self::whoami),
        Map.entry("getLogin", self::login),
        Map.entry("listTeamTokens", tokens::list),
        Map.entry("createTeamToken", tokens::create),
        Map.entry("revokeTeamToken", tokens::revoke),
        Map.entry("listTokens", tokens::list),
        Map.entry("createToken", tokens::create),
        Map.entry("revokeToken", tokens::revoke),
        Map.entry("listAudit", audit::page),
        Map.entry("listAuditLines", audit::lines),
        Map.entry("listCosts", costs::list),
        Map.entry("listTeamNotices", notices::ofTeam),
        Map.entry("listNotices", notices::list),
        Map.entry("redeliverNotice", notices::redeliver),
        Map.entry("testSink", notices::test),
        Map.entry("listKeys", keys::list),
        Map.entry("rewrapSecrets", keys::rewrap),
        Map.entry("retireKey", keys::retire),
        Map.entry("getHealth", machine::health),
        Map.entry("getReadiness", machine::ready),
        Map.entry("getMetrics", machine::metrics),
        Map.entry("getOpenApi", machine::openApi));
  }
}

locals {
  # A database is a service's: its name and its labels say whose.
  labels = merge({ service = var.service }, var.labels)
}

resource "automat_database" "this" {
  count = var.create ? 1 : 0

  team        = var.team
  name        = coalesce(var.name, var.service)
  environment = var.environment
  labels      = local.labels

  module         = var.engine
  module_version = var.module_version
  size           = var.size

  owner               = var.owner
  cost_center         = var.cost_center
  data_classification = var.data_classification
  purpose             = coalesce(var.purpose, "database of ${var.service}")
  lifetime            = var.lifetime
  deletion_protection = var.deletion_protection

  inputs      = var.inputs
  more_inputs = var.more_inputs

  allow_data_loss = var.allow_data_loss
  allow_recreate  = var.allow_recreate

  timeouts = var.timeouts
}

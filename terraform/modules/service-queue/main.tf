locals {
  labels = merge({ service = var.service }, var.labels)
}

resource "automat_queue" "this" {
  count = var.create ? 1 : 0

  team        = var.team
  name        = coalesce(var.name, var.service)
  environment = var.environment
  labels      = local.labels

  module         = var.fifo ? "fifo" : "standard"
  module_version = var.module_version

  owner               = var.owner
  cost_center         = var.cost_center
  data_classification = var.data_classification
  purpose             = coalesce(var.purpose, "queue of ${var.service}")
  lifetime            = var.lifetime
  deletion_protection = var.deletion_protection

  inputs      = var.inputs
  more_inputs = var.more_inputs

  allow_recreate = var.allow_recreate

  timeouts = var.timeouts
}

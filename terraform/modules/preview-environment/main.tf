locals {
  labels = merge({ preview = var.name }, var.labels)
}

module "database" {
  source   = "../service-database"
  for_each = var.create ? var.databases : {}

  team        = var.team
  service     = each.key
  name        = "${var.name}-${each.key}"
  environment = "preview"
  labels      = local.labels
  lifetime    = var.lifetime
  owner       = var.owner
  cost_center = var.cost_center
  purpose     = "preview ${var.name}"

  engine = each.value.engine
  inputs = each.value.inputs

  # Previews hold made-up data: what can not be changed in place, or expired, is made anew.
  allow_data_loss = true
  allow_recreate  = true
}

module "queue" {
  source   = "../service-queue"
  for_each = var.create ? var.queues : {}

  team        = var.team
  service     = each.key
  name        = "${var.name}-${each.key}"
  environment = "preview"
  labels      = local.labels
  lifetime    = var.lifetime
  owner       = var.owner
  cost_center = var.cost_center
  purpose     = "preview ${var.name}"

  fifo   = each.value.fifo
  inputs = each.value.inputs

  allow_recreate = true
}

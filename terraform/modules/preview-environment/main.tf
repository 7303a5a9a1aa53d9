resource "automat_stack" "this" {
  count = var.create ? 1 : 0

  team                = var.team
  name                = var.name
  environment         = "preview"
  labels              = merge({ preview = var.name }, var.labels)
  lifetime            = var.lifetime
  owner               = var.owner
  cost_center         = var.cost_center
  data_classification = var.data_classification
  purpose             = coalesce(var.purpose, "preview ${var.name}")

  resources = var.resources

  # Previews hold made-up data: what can not be changed in place, was taken out, or expired, is made anew or goes.
  allow_data_loss = true
  allow_recreate  = true
  take_over       = var.take_over

  timeouts = {
    create = var.timeout
    update = var.timeout
    delete = var.timeout
  }
}

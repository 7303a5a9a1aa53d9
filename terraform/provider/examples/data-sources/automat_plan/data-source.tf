data "automat_plan" "reports" {
  team        = "payments"
  kind        = "databases"
  name        = "reports"
  environment = "prod"
  size        = "large"

  inputs = {
    storageGiB = 200
  }
}

output "reports_would_be" {
  value = data.automat_plan.reports.allowed ? data.automat_plan.reports.effective.settings : data.automat_plan.reports.violations
}

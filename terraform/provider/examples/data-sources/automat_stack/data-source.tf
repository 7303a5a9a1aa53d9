data "automat_stack" "preview" {
  team = "payments"
  name = "pr-42"

  depends_on = [automat_stack.preview] # only where the same configuration makes it
}

output "preview_phases" {
  value = { for name, member in data.automat_stack.preview.members : name => member.phase }
}

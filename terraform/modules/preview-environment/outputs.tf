output "id" {
  description = "`team/stacks/name`, for `ephemeral \"automat_connection\"`, which reads all members, and for import"
  value       = try(automat_stack.this[0].id, null)
}

output "uid" {
  description = "Identity of this incarnation"
  value       = try(automat_stack.this[0].uid, null)
}

output "members" {
  description = "By member: the resource that it is, with its `kind`, `name`, `id` (for `automat_binding`), `uid` and `phase`"
  value       = try(automat_stack.this[0].members, {})
}

output "outputs" {
  description = "By member: what applications need and is no secret, such as `host`, `port` or `url`"
  value       = try(automat_stack.this[0].outputs, {})
}

output "expires_at" {
  description = "When all of it is taken back; null if never"
  value       = try(automat_stack.this[0].expires_at, null)
}

output "cost" {
  description = "What all of it is estimated to cost in a month"
  value       = try(automat_stack.this[0].cost, null)
}

output "effective" {
  description = "What the golden paths made of the request"
  value       = try(automat_stack.this[0].effective, null)
}

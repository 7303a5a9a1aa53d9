variable "create" {
  description = "Whether to create the preview"
  type        = bool
  default     = true
}

variable "team" {
  description = "Team that owns the preview"
  type        = string
}

variable "name" {
  description = "Name of the preview, such as `pr-123`. What is in it is named `<name>-<member>`"
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9]){0,37}$", var.name))
    error_message = "The name of a preview has lowercase letters, digits and single hyphens, begins with a letter, and leaves room for the names of its members: both and the hyphen between them have at most 40 characters."
  }
}

variable "resources" {
  description = "What is in it, by names of its own: `kind`, such as `Database`, and what else `automat_stack` has for a member, such as `module`, `size` and `inputs`"
  # What a member may say is the provider's to check; as an object type, what it does not name would be dropped.
  type = any

  validation {
    condition     = can(keys(var.resources)) && try(length(var.resources) <= 20, false) && try(alltrue([for member in var.resources : can(member.kind)]), false)
    error_message = "A preview has at most 20 resources by name, each with its kind, such as { orders = { kind = \"Database\" } }."
  }
}

variable "lifetime" {
  description = "How long all of it may live, from its creation"
  type        = string
  default     = "3d"
}

variable "purpose" {
  description = "What it is for. Default: `preview` and the name"
  type        = string
  default     = null
}

variable "owner" {
  description = "Who answers for the preview. Default: the team's owner"
  type        = string
  default     = null
}

variable "cost_center" {
  description = "Who pays for the preview. Default: the team's"
  type        = string
  default     = null
}

variable "data_classification" {
  description = "How sensitive the data may be. Default: `internal`"
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels beside `preview`"
  type        = map(string)
  default     = {}
}

variable "take_over" {
  description = "Whether to write although another manager keeps it, such as a pipeline with the command line"
  type        = bool
  default     = null
}

variable "timeout" {
  description = "How long to wait until all of it is ready, changed or gone"
  type        = string
  default     = "40m"
}

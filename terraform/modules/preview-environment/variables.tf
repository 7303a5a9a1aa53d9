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
  description = "Name of the preview, such as `pr-123`. What is in it is named after it"
  type        = string

  validation {
    condition     = can(regex("^[a-z]([a-z0-9]|-[a-z0-9]){0,24}$", var.name))
    error_message = "The name of a preview has lowercase letters, digits and single hyphens, begins with a letter, and is short enough to leave room for the names of what is in it."
  }
}

variable "lifetime" {
  description = "How long all of it may live, from its creation"
  type        = string
  default     = "3d"
}

variable "databases" {
  description = "Databases by the service that they are for"
  type = map(object({
    engine = optional(string, "postgres")
    inputs = optional(object({
      engine_version    = optional(string)
      high_availability = optional(bool)
      storage_gib       = optional(number)
    }))
  }))
  default = {}
}

variable "queues" {
  description = "Queues by the service that they are for"
  type = map(object({
    fifo = optional(bool, false)
    inputs = optional(object({
      content_based_deduplication = optional(bool)
      delay_seconds               = optional(number)
      max_receive_count           = optional(number)
      message_retention_hours     = optional(number)
      receive_wait_seconds        = optional(number)
      visibility_timeout_seconds  = optional(number)
    }))
  }))
  default = {}
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

variable "labels" {
  description = "Labels beside `preview`"
  type        = map(string)
  default     = {}
}

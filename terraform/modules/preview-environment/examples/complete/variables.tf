variable "name" {
  description = "Name of the preview: one for each pull request"
  type        = string
  default     = "pr-123"
}

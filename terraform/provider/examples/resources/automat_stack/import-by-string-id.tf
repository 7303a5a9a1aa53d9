import {
  to = automat_stack.preview
  id = "payments/pr-42"
}

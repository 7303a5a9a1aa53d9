SELECT count(*), min(n.occurred_at) FROM notice n WHERE n.state IN ('pending', 'dead')

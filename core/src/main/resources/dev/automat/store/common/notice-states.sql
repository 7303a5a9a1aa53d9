-- Of the team that has it: what another team is told, and whether that arrived, is that team's business.
SELECT n.sequence, n.state, n.accepted_at
FROM notice n
JOIN resource r ON r.uid = n.uid AND r.team = n.team
WHERE n.uid = :uid AND n.sequence > :after AND n.sequence <= :until

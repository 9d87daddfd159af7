"""What tools/bench_load.py makes of a block of numbers, in the words of PostgreSQL.

All about a request follows from its number. Days go by as numbers run on, so rows lie as in life. Seven in ten are
rated; who has not rated after a week is not waited for.
"""

FACTS = """
CREATE TEMP TABLE facts AS
SELECT *, NOT is_open AND NOT answers AND resolved + interval '7 days' < %(first)s::date + %(days)s AS gave_up
FROM (
    SELECT *, n %% 10 < 7 AND NOT is_open AS answers, resolved + (1 + n %% 90) * interval '1 hour' AS rated
    FROM (
        SELECT *, n >= %(size)s - %(open)s OR resolved >= %(first)s::date + %(days)s AS is_open
        FROM (
            SELECT *, filed + contact_hours * interval '1 hour' AS contacted,
                filed + solve_hours * interval '1 hour' AS resolved
            FROM (
                SELECT n, n + 1 AS pk, station, kind, (1 + n %% 30)::int AS contact_hours,
                    (3 + n * 7 %% 200)::int AS solve_hours,
                    ((%(first)s::date + (n * %(days)s / %(size)s)::int)
                        + make_interval(hours => (1 + n %% 12)::int, mins => (n %% 60)::int))
                        AT TIME ZONE 'UTC' AS filed,
                    (ARRAY['help', 'help', 'help', 'inquiry', 'complaint', 'suggestion', 'praise'])[1 + n %% 7]
                        AS nature,
                    (ARRAY['web', 'web', 'plate', 'desk', 'phone'])[1 + n * 3 %% 5] AS channel,
                    n %% 40 > 0 AS reached, n %% 9 > 0 AS solved,
                    (ARRAY['satisfied', 'satisfied', 'satisfied', 'basic', 'dissatisfied'])[1 + n / 10 %% 5]
                        AS satisfaction
                FROM seeds
            ) AS numbers
        ) AS times
    ) AS states
) AS answered;
ANALYZE facts
"""

REQUESTS = """
INSERT INTO services_request (
    id, number, station_id, status, version, title, description, category_id, suggested, nature, urgency, danger,
    target,
    is_sensitive, dwelling, reporter_name, reporter_phone, reporter_search, channel, code_digest, import_id, level,
    assignee_title, route, escalated_to, filed_at, accepted_at, contacted_at, resolved_at, closed_at, accept_due_at,
    contact_due_at, resolve_due_at, clock_started_at, suspend_reason, pressing, light, climb, highest_climb, updated_at,
    outcome, not_accepted_reason, returns, reopenings, extensions, urgings, search, pressing_at, understood, household)
SELECT
    pk, 'Z' || lpad(n::text, 9, '0'), station,
    CASE WHEN is_open THEN 'in_progress' WHEN answers OR gave_up THEN 'closed' ELSE 'resolved' END, 1, '电梯停了',
    '电梯停了', kind, '[]', nature, 'normal', '', '', false, '', '', '', '', channel, 'x', '', 'station', '物业经理',
    '{}', '', filed, filed, contacted, CASE WHEN NOT is_open THEN resolved END,
    CASE WHEN answers THEN rated WHEN gave_up THEN resolved + interval '7 days' END, filed,
    filed + interval '24 hours', filed + interval '120 hours', filed, '', CASE WHEN is_open THEN 'resolve' ELSE '' END,
    CASE WHEN is_open THEN 'red' ELSE '' END, 0, 0, filed,
    CASE WHEN answers THEN 'rated' WHEN gave_up THEN 'no_answer' ELSE '' END, '', 0, 0, 0, 0, '',
    CASE WHEN is_open THEN filed + interval '120 hours' END, '{}', ''
FROM facts
"""

EVENTS = """
INSERT INTO services_requestevent (request_id, kind, at, actor_label, is_public, text, data)
SELECT pk, 'resolved', resolved, '经理', true, '修好了', '{}'::jsonb FROM facts WHERE NOT is_open
UNION ALL SELECT pk, 'closed', rated, '居民', true, '', '{}' FROM facts WHERE answers
UNION ALL SELECT pk, 'closed', resolved + interval '7 days', '', true, '', '{"no_answer": true}'
    FROM facts WHERE gave_up
"""

FEEDBACK = """
INSERT INTO services_feedback (request_id, reached, solved, satisfaction, comment, round, way, is_valid, at)
SELECT pk, reached, solved, satisfaction, '', 0, 'self', true, rated FROM facts WHERE answers
"""

# The numbers of reports/happenings.py: filed, accepted, contacted, resolved, closed, closed without an answer;
# and for whom it waits now
ENTRIES = """
INSERT INTO reports_entry (request_id, day, happening, step, station_id, category, nature, channel)
SELECT pk, (at AT TIME ZONE 'Asia/Shanghai')::date, happening, step, station, kind, nature, channel FROM (
    SELECT n, filed AS at, 1 AS happening, -1 AS step FROM facts
    UNION ALL SELECT n, filed, 2, -1 FROM facts
    UNION ALL SELECT n, contacted, CASE WHEN contact_hours > 24 THEN 5 ELSE 4 END, step
        FROM facts JOIN steps ON hours = contact_hours
    UNION ALL SELECT n, resolved, CASE WHEN solve_hours > 120 THEN 7 ELSE 6 END, step
        FROM facts JOIN steps ON hours = solve_hours WHERE NOT is_open
    UNION ALL SELECT n, rated, 8, -1 FROM facts WHERE answers
    UNION ALL SELECT n, rated, said.kind, -1 FROM facts JOIN said USING (reached, solved, satisfaction) WHERE answers
    UNION ALL SELECT n, resolved + interval '7 days', 9, -1 FROM facts WHERE gave_up
    UNION ALL SELECT n, '2000-01-01T00:00+08:00', CASE WHEN is_open THEN 91 ELSE 94 END, -1
        FROM facts WHERE is_open OR NOT answers AND NOT gave_up
) AS made JOIN facts USING (n) ORDER BY at
"""

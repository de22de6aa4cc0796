import { CALL_PATH } from '@okno/contract';

/** What stands at the head of the documentation, in Markdown: what holds for every request. */
export const INTRODUCTION = `
Appointment booking over HTTP: free time, bookings and all that belongs to them. JSON in, JSON out, all names in
\`snake_case\`, everything below \`/api/v1\`. Each operation says whether it needs a key; those that need none are open to anybody.

## Who is asking

Reading services, specialists, reviews and free time needs no key. For everything else there are three ways:

- **People** sign in: a page asks for a link (\`POST /sign-in/codes\`), the bot tells whoever follows it a code, and
  \`POST /sessions\` brings the session as a cookie. In a Mini App \`Authorization: tma <initData>\` does. Each may do
  what their role allows. A change has to come from a page of this server, or of \`CORS_ORIGINS\`.
- **Programs** send a service key in \`X-Service-Key\`: one of the business (\`POST /service-keys\`), which does what
  its scopes say, or that of the installation (setting \`TELEGRAM_BOT_API_KEY\`), which acts for the whole business, as
  its administrators do. A key belongs on servers and never into a web page. Two may hold at once, while one is being
  changed for the other.
- **Assistants** have keys and tokens of their own.

Nobody known is 401, a wrong key 403.

## Which business

An installation may serve several businesses, and none sees anything of another. \`X-Tenant: <slug>\` names the one that
is meant; where there is only one it may be left out. What belongs to another business is answered exactly like what does
not exist: 404.

## Times, days, money

- **Instants** are UTC in answers, \`2026-05-01T07:00:00Z\`. In requests any offset will do; in an address write its
  \`+\` as \`%2B\`.
- **Days** (\`2026-05-01\`), months and times of day are those of a wall clock in the time zone that the answer names
  in \`time_zone\`: that of the specialist. Intervals are half-open: what ends at 12:00 and what begins then touch.
- **Money** is in minor units with a currency: \`price_minor: 2050\` and \`EUR\` are €20.50.
- **Language**: \`Accept-Language: ru\` or \`en\` for names, titles and rules; English otherwise.

## Doing things once

Every writing request takes an \`Idempotency-Key\` (1 to 200 visible ASCII characters; a UUID is a good one). The same
key with the same request has its effect once and gets the same answer, however often and however simultaneously it is
sent; with another request it is 422. After an answer that did not come, send the request again with its key.

    POST /api/v1/bookings
    X-Service-Key: …
    Idempotency-Key: 6f1c7a2e-order-1042

    {"service_id": "…", "starts_at": "2026-05-01T07:00:00Z", "client": {"name": "Vera", "phone": "+4930123456"}}

## Lists

Lists are paged by \`page\` (from 1) and \`limit\` (20; 100 at most) and answer
\`{"items": […], "page": 1, "limit": 20, "total": 57}\`. A page beyond the end is empty. What is given in an address are
single values; unknown fields, and fields that stand in the wrong place, are refused and never dropped.

## Refusals

Every refusal is a problem document (RFC 9457, \`application/problem+json\`, schema \`Problem\`). Programs look at
\`code\`, which does not change; \`title\` and \`detail\` are for people, in their language; \`instance\` is the id
of the request (\`X-Request-Id\`: send one of your own, and the log has it). With 400, \`errors\` names every field and
its rule:

    {
      "type": "urn:okno:error:invalid_input", "status": 400, "code": "invalid_input",
      "title": "Something in the request is not right.", "detail": "client.phone: is needed",
      "errors": [{"field": "client.phone", "rule": "is needed"}],
      "field": "client.phone", "rule": "is needed",
      "instance": "0f7d6c1e-…"
    }

409 is an answer of the booking rules, not a fault: \`slot_taken\` and \`slot_not_offered\` bring the \`nearest\` free
times. A refused request has changed nothing. 5xx are faults of ours; after a 503 wait for \`Retry-After\`.

## Calendars, far bots

\`POST /calendar-feeds\` makes a secret iCalendar address that calendar programs subscribe to. Bots on another machine
speak to \`POST ${CALL_PATH}\` with the service key; it is for this program's own parts.
`.trim();

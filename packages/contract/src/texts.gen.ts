// Made by scripts/generate-texts.ts from packages/contract/texts/*.yaml. Do not edit.

/** What each text has to be given; null when it takes nothing. */
export type TextParams = {
  'agenda.booking': { from: string; to: string; service: string };
  'agenda.closed': null;
  'agenda.empty': null;
  'agenda.free': { from: string; to: string };
  'agenda.more': { count: number };
  'agenda.not_specialist': null;
  'agenda.title': { day: string; zone: string };
  'agenda.today': null;
  'agenda.working': { hours: string };
  'booking.again': null;
  'booking.cancel': null;
  'booking.changeable': { day: string; time: string };
  'booking.client': { client: string };
  'booking.day': { day: string };
  'booking.held_until': { time: string };
  'booking.phone': { phone: string };
  'booking.price': { price: string };
  'booking.room': { room: string };
  'booking.service': { service: string };
  'booking.show': null;
  'booking.specialist': { specialist: string };
  'booking.time': { from: string; to: string; zone: string };
  'bookings.empty': null;
  'bookings.item': { day: string; time: string; service: string };
  'bookings.title': { count: number };
  'calendar.appointment': { service: string; client: string };
  'calendar.held': null;
  'calendar.of_client': { business: string };
  'calendar.of_specialist': { business: string; specialist: string };
  'calendar.phone': { phone: string };
  'calendar.visit': { service: string; specialist: string };
  'calendar_error.address_lost': null;
  'calendar_error.address_refused': null;
  'calendar_error.not_a_calendar': null;
  'calendar_error.not_found': null;
  'calendar_error.too_complex': null;
  'calendar_error.too_large': null;
  'calendar_error.too_slow': null;
  'calendar_error.unreachable': null;
  'cancelling.ask': null;
  'cancelling.done': null;
  'cancelling.keep': null;
  'cancelling.yes': null;
  'client.forgotten': null;
  'client.merged': { details: string };
  'client.phone_before': { phone: string };
  'command.book': null;
  'command.cancel': null;
  'command.day': null;
  'command.help': null;
  'command.language': null;
  'command.my': null;
  'command.start': null;
  'confirm.title': null;
  'confirm.yes': null;
  'day.calendar': null;
  'day.earlier': null;
  'day.later': null;
  'day.none': { day: string };
  'day.pick': { day: string; zone: string };
  'day.seats': { time: string; count: number };
  'detail.again_in': { seconds: string };
  'detail.limit': { limit: string };
  'detail.methods': { methods: string };
  'detail.not_yours': { field: string };
  'detail.too_large': { limit: string };
  'detail.unauthenticated': { header: string };
  'detail.wrong_key': { header: string };
  'error.already_booked': null;
  'error.already_reviewed': null;
  'error.already_waiting': null;
  'error.booking_limit_reached': null;
  'error.booking_not_changeable': null;
  'error.calendar_limit_reached': null;
  'error.called_off': null;
  'error.client_changed': null;
  'error.contact_not_yours': null;
  'error.forbidden': null;
  'error.headers_too_large': null;
  'error.hold_expired': null;
  'error.idempotency_key_reused': null;
  'error.internal': null;
  'error.invalid_input': null;
  'error.key_limit_reached': null;
  'error.lease_lost': null;
  'error.malformed_request': null;
  'error.method_not_allowed': null;
  'error.not_acceptable': null;
  'error.not_found': null;
  'error.not_mergeable': null;
  'error.not_repeatable': null;
  'error.not_reviewable': null;
  'error.not_started': null;
  'error.nothing_offered': null;
  'error.nothing_to_acknowledge': null;
  'error.phone_taken': null;
  'error.reminder_limit_reached': null;
  'error.reminder_over': null;
  'error.request_timeout': null;
  'error.review_closed': null;
  'error.series_clash': null;
  'error.series_ended': null;
  'error.slot_not_offered': null;
  'error.slot_taken': null;
  'error.slots_are_free': null;
  'error.time_taken': null;
  'error.too_large': null;
  'error.too_late_to_change': null;
  'error.too_many_requests': null;
  'error.unauthenticated': null;
  'error.unavailable': null;
  'error.unsupported_media_type': null;
  'error.waitlist_limit_reached': null;
  'help.address': { address: string };
  'help.phone': { phone: string };
  'help.staff': null;
  'help.text': { business: string };
  'hint.cancel': null;
  'hint.group': null;
  'hint.group_open': null;
  'hint.left': null;
  'hint.link': null;
  'hint.lost': null;
  'hint.old_menu': null;
  'hint.slower': null;
  'hint.text': null;
  'language.choose': null;
  'language.saved': null;
  'menu.agenda': null;
  'menu.back': null;
  'menu.book': null;
  'menu.bookings': null;
  'menu.greeting': { business: string };
  'menu.home': null;
  'menu.language': null;
  'menu.title': { business: string };
  'missing.action': null;
  'missing.address': null;
  'missing.booking': null;
  'missing.bot': null;
  'missing.calendar': null;
  'missing.client': null;
  'missing.note': null;
  'missing.override': null;
  'missing.review': null;
  'missing.room': null;
  'missing.series': null;
  'missing.service': null;
  'missing.specialist': null;
  'missing.tenant': null;
  'missing.time_off': null;
  'missing.waitlist_entry': null;
  'month.closed': null;
  'month.full': null;
  'month.full_days': null;
  'month.later': null;
  'month.nearest': { day: string; time: string };
  'month.nearest_short': { day: string; time: string };
  'month.none': null;
  'month.past': null;
  'month.pick': null;
  'month.which_full': null;
  'notice.booking_cancelled': null;
  'notice.booking_moved': null;
  'notice.bot_revoked': { bot: string };
  'notice.client_cancelled': null;
  'notice.client_moved': null;
  'notice.hold_expired': null;
  'notice.moved_away': { specialist: string };
  'notice.moved_from': { day: string; time: string; specialist: string };
  'notice.new_booking': null;
  'notice.reminder_day': { day: string; time: string };
  'notice.reminder_today': { time: string; left: string };
  'notice.reminder_tomorrow': { time: string };
  'notice.review_request': null;
  'notice.see_you': null;
  'notice.series_clash': { count: number };
  'notice.series_clash_at': { day: string; time: string };
  'notice.series_created': { count: number };
  'notice.series_ended': { count: number };
  'notice.series_more': { count: number };
  'notice.series_moved': { count: number };
  'notice.undelivered': { count: number };
  'notice.undelivered_more': { count: string };
  'notice.undelivered_news': { client: string; day: string; time: string };
  'notice.undelivered_reminder': { client: string; day: string; time: string };
  'notice.undelivered_unsure': null;
  'problem.unexpected': null;
  'refusal.call': { phone: string };
  'refusal.limit': { limit: number };
  'refusal.too_late': { day: string; time: string };
  'review.add_words': null;
  'review.anew': null;
  'review.check': { text: string };
  'review.first': null;
  'review.leave': null;
  'review.lost': null;
  'review.only_words': null;
  'review.publish': null;
  'review.saved': null;
  'review.thanks': { stars: string };
  'review.too_long': { limit: string };
  'review.words': null;
  'review.write': null;
  'review.written': { stars: string };
  'rule.accepted': null;
  'rule.address': null;
  'rule.after': { other: string };
  'rule.ahead': null;
  'rule.at_least': { min: string };
  'rule.at_most': { max: string };
  'rule.beside': { other: string };
  'rule.body_length': null;
  'rule.capital_letters': null;
  'rule.clock_end': null;
  'rule.clock_time': null;
  'rule.controls': null;
  'rule.country': null;
  'rule.cron_fields': null;
  'rule.currency': null;
  'rule.day': null;
  'rule.days_at_once': { max: string };
  'rule.days_or_instants': null;
  'rule.deposit': null;
  'rule.deposit_own_price': null;
  'rule.duration': null;
  'rule.email': null;
  'rule.es256_only': null;
  'rule.exactly': { value: string };
  'rule.excluded_time': null;
  'rule.form': null;
  'rule.future': null;
  'rule.id': null;
  'rule.idempotency_key': null;
  'rule.in_address': null;
  'rule.in_body': null;
  'rule.in_sight': null;
  'rule.instant': null;
  'rule.json': null;
  'rule.json_object': null;
  'rule.json_text': null;
  'rule.key': null;
  'rule.kind_list': null;
  'rule.kind_number': null;
  'rule.kind_object': null;
  'rule.kind_other': null;
  'rule.kind_text': null;
  'rule.kind_whole': null;
  'rule.kind_yes_no': null;
  'rule.less_than': { max: string };
  'rule.local_time': null;
  'rule.local_time_only': null;
  'rule.max_bytes': { max: string };
  'rule.max_characters': { max: string };
  'rule.max_depth': { max: string };
  'rule.max_items': { max: string };
  'rule.max_length': { max: string };
  'rule.media_type': null;
  'rule.min_items': { min: string };
  'rule.min_length': { min: string };
  'rule.month': null;
  'rule.more_than': { min: string };
  'rule.multiple': { step: string };
  'rule.names_no_rule': null;
  'rule.needed': null;
  'rule.needed_for': { what: string };
  'rule.needed_or': { other: string };
  'rule.needed_with': { other: string };
  'rule.never_comes': null;
  'rule.no_body': null;
  'rule.no_client': null;
  'rule.no_day_here': null;
  'rule.no_specialist': null;
  'rule.not_before': { other: string };
  'rule.not_empty': null;
  'rule.not_open': null;
  'rule.not_start': null;
  'rule.not_theirs': null;
  'rule.nothing_to_change': null;
  'rule.nothing_to_move': null;
  'rule.occurrence': null;
  'rule.occurrence_ahead': null;
  'rule.occurrence_booked': null;
  'rule.occurrence_within': null;
  'rule.offset': null;
  'rule.one_client': null;
  'rule.one_of': { values: string };
  'rule.one_second': null;
  'rule.one_time_only': null;
  'rule.open_internet': null;
  'rule.outside_rules': null;
  'rule.over': null;
  'rule.overlap': { other: string };
  'rule.own_chat': null;
  'rule.password': null;
  'rule.phone': null;
  'rule.port': null;
  'rule.price_below_deposit': null;
  'rule.public_key': null;
  'rule.readable': null;
  'rule.recurring_only': null;
  'rule.rrule_count_or_until': null;
  'rule.rrule_daily': null;
  'rule.rrule_day_twice': null;
  'rule.rrule_days': null;
  'rule.rrule_freq': null;
  'rule.rrule_freq_known': null;
  'rule.rrule_never': { years: string };
  'rule.rrule_not_with': { part: string; other: string };
  'rule.rrule_number_twice': { part: string };
  'rule.rrule_numbers': { part: string; max: string };
  'rule.rrule_numbers_both': { part: string; max: string };
  'rule.rrule_only_yearly': { part: string };
  'rule.rrule_ordinals': null;
  'rule.rrule_ordinals_mixed': null;
  'rule.rrule_ordinals_most': { max: string };
  'rule.rrule_ordinals_where': null;
  'rule.rrule_part': { part: string };
  'rule.rrule_setpos': null;
  'rule.rrule_time': { part: string };
  'rule.rrule_twice': { part: string };
  'rule.rrule_until': null;
  'rule.rrule_until_form': null;
  'rule.rrule_weekday': { part: string };
  'rule.rrule_whole': { part: string; max: string };
  'rule.rule_elsewhere': null;
  'rule.same_client': null;
  'rule.series_within': { days: string };
  'rule.skip_all': null;
  'rule.storable': null;
  'rule.time_zone': null;
  'rule.together': null;
  'rule.too_much': null;
  'rule.twice': null;
  'rule.two_years': null;
  'rule.tz_name': null;
  'rule.unknown_field': null;
  'rule.webhook_address': null;
  'rule.weekday': null;
  'rule.weekdays': { max: string };
  'rule.within_window': { other: string };
  'rule.years': { from: string; to: string };
  'service.free': null;
  'service.summary': { name: string; duration: string; price: string };
  'services.empty': null;
  'services.line': { name: string; duration: string; price: string };
  'services.of': { specialist: string };
  'services.title': null;
  'specialists.any': null;
  'specialists.rated': { name: string; rating: number };
  'specialists.title': null;
  'status.cancelled': null;
  'status.completed': null;
  'status.confirmed': null;
  'status.held': null;
  'status.no_show': null;
  'status.pending_payment': null;
  'taken.gone': null;
  'taken.nearest': null;
  'taken.other': null;
  'taken.title': null;
  'time.zone': { zone: string };
  'waitlist.decline': null;
  'waitlist.empty': null;
  'waitlist.free': null;
  'waitlist.joined': null;
  'waitlist.leave': { when: string; service: string };
  'waitlist.left': null;
  'waitlist.line': { service: string; when: string };
  'waitlist.mine': null;
  'waitlist.offer': null;
  'waitlist.offered': { day: string; time: string };
  'waitlist.passed': null;
  'waitlist.place': { place: number };
  'waitlist.promise': null;
  'waitlist.take': null;
  'waitlist.tell_me': null;
  'waitlist.title': null;
  'waitlist.until': { time: string };
  'why_not.full': null;
  'why_not.horizon': null;
  'why_not.min_notice': null;
  'why_not.off_grid': null;
  'why_not.outside_hours': null;
  'why_not.past': null;
  'why_not.room_taken': null;
  'why_not.taken': null;
};

export const MESSAGES: Record<'en' | 'ru', Record<keyof TextParams, string>> = {
  en: {
    'agenda.booking': '<b>{from}–{to}</b> {service}',
    'agenda.closed': 'Day off.',
    'agenda.empty': 'No bookings.',
    'agenda.free': '<i>{from}–{to} free</i>',
    'agenda.more': '{count, plural, one {… and # more line} other {… and # more lines}}',
    'agenda.not_specialist': '“My day” is for specialists.',
    'agenda.title': '🗓 <b>{day}</b> ({zone})',
    'agenda.today': 'Today',
    'agenda.working': 'Working hours: {hours}',
    'booking.again': '🔁 Book again',
    'booking.cancel': '❌ Cancel the visit',
    'booking.changeable': 'You can cancel until {day}, {time}.',
    'booking.client': '🙋 {client}',
    'booking.day': '📅 {day}',
    'booking.held_until': 'We keep this time for you until {time}.',
    'booking.phone': '📞 {phone}',
    'booking.price': '💳 {price}',
    'booking.room': '🚪 {room}',
    'booking.service': '💼 {service}',
    'booking.show': '👀 Show the booking',
    'booking.specialist': '👤 {specialist}',
    'booking.time': '🕑 {from}–{to} ({zone})',
    'bookings.empty': 'You have no bookings ahead. Shall we make one?',
    'bookings.item': '{day}, {time} · {service}',
    'bookings.title':
      '{count, plural, one {You have <b># booking</b> ahead.} other {You have <b># bookings</b> ahead.}}',
    'calendar.appointment': '{service}: {client}',
    'calendar.held': 'The time is held, the booking is not confirmed yet.',
    'calendar.of_client': '{business}: my visits',
    'calendar.of_specialist': '{business}: {specialist}',
    'calendar.phone': 'Phone: {phone}',
    'calendar.visit': '{service} with {specialist}',
    'calendar_error.address_lost': 'The address of this calendar can no longer be read. Please add the calendar again.',
    'calendar_error.address_refused':
      'No calendar can be read from this address: it does not lead into the open internet.',
    'calendar_error.not_a_calendar': 'What lies at this address is not a calendar in the iCalendar format.',
    'calendar_error.not_found': 'There is no calendar at this address any more, or it is closed.',
    'calendar_error.too_complex': 'The events of this calendar recur in ways that are too complex.',
    'calendar_error.too_large': 'This calendar is too large: up to 2 MB and 5000 events are possible.',
    'calendar_error.too_slow': 'The server of this calendar takes too long to answer. We will try again later.',
    'calendar_error.unreachable': 'The server of this calendar did not answer. We will try again later.',
    'cancelling.ask': '<b>Cancel this visit?</b>',
    'cancelling.done': 'The visit is cancelled',
    'cancelling.keep': 'Keep it',
    'cancelling.yes': 'Yes, cancel',
    'client.forgotten': 'deleted',
    'client.merged': 'Merged with the card: {details}',
    'client.phone_before': 'Their number before: {phone}',
    'command.book': 'Book a visit',
    'command.cancel': 'Back to the menu',
    'command.day': 'My day',
    'command.help': 'How this works, contacts',
    'command.language': 'Language',
    'command.my': 'My bookings',
    'command.start': 'Start and menu',
    'confirm.title': '<b>Please check and confirm</b>',
    'confirm.yes': '✅ Confirm',
    'day.calendar': '🗓 Calendar',
    'day.earlier': '‹ Earlier',
    'day.later': 'Later ›',
    'day.none': '<b>{day}</b>: no free time. Another day, perhaps?',
    'day.pick': '<b>{day}</b>: please pick a time ({zone}).',
    'day.seats': '{time} · {count, plural, one {# place} other {# places}}',
    'detail.again_in': 'Possible again in {seconds} s.',
    'detail.limit': 'At most {limit}.',
    'detail.methods': 'Possible here: {methods}.',
    'detail.not_yours': '{field}: this is decided by others.',
    'detail.too_large': 'The body may have {limit} KiB at most.',
    'detail.unauthenticated': 'A service key is needed in {header}.',
    'detail.wrong_key': 'The key in {header} is not one of this installation: it is wrong, or was taken back.',
    'error.already_booked': 'You already have a booking at that time.',
    'error.already_reviewed': 'There is a review of this visit already.',
    'error.already_waiting': 'You are on the waiting list for these days already.',
    'error.booking_limit_reached': 'You have as many visits booked ahead as possible.',
    'error.booking_not_changeable': 'This booking can no longer be changed.',
    'error.calendar_limit_reached': 'That is as many outside calendars as one person can have.',
    'error.called_off': 'This message was called off and must not be sent.',
    'error.client_changed': "The client's card has just been changed. Please try once more.",
    'error.contact_not_yours': 'This number is not yours. Please share your own.',
    'error.forbidden': 'This is not yours to do here.',
    'error.headers_too_large': 'The headers of the request are too large.',
    'error.hold_expired': 'The time we held for you has run out.',
    'error.idempotency_key_reused': 'This was already sent with other contents.',
    'error.internal': 'Something went wrong on our side.',
    'error.invalid_input': 'Something in the request is not right.',
    'error.key_limit_reached': 'This assistant has two keys that work already. Please revoke one first.',
    'error.lease_lost': 'Somebody else has taken this message meanwhile.',
    'error.malformed_request': 'The request could not be understood.',
    'error.method_not_allowed': 'This cannot be done this way.',
    'error.not_acceptable': 'We answer in JSON only.',
    'error.not_found': 'There is no such thing here, or no longer.',
    'error.not_mergeable': 'These two cards cannot be merged.',
    'error.not_repeatable': 'Only what has failed or may not have arrived can be sent again.',
    'error.not_reviewable': 'A visit can be reviewed once it has taken place.',
    'error.not_started': 'The visit has not begun yet.',
    'error.nothing_offered': 'Nothing is offered to you at the moment.',
    'error.nothing_to_acknowledge': 'Nothing of this reminder waits to be acknowledged.',
    'error.phone_taken': 'This number belongs to another client.',
    'error.reminder_limit_reached':
      'This assistant has as many reminders waiting as it may have. Please cancel some first.',
    'error.reminder_over': 'This reminder is over and can no longer be changed.',
    'error.request_timeout': 'The request took too long to arrive.',
    'error.review_closed': 'This review can no longer be changed.',
    'error.series_clash': 'Some times of this series are not free.',
    'error.series_ended': 'This series has already ended.',
    'error.slot_not_offered': 'That time is not offered.',
    'error.slot_taken': 'That time has just been taken.',
    'error.slots_are_free': 'There is no need to wait: there is free time on these days.',
    'error.time_taken': 'Something else already takes that time.',
    'error.too_large': 'The request is too large.',
    'error.too_late_to_change': 'It is too late to change this booking here.',
    'error.too_many_requests': 'A little slower, please. Try again in a few seconds.',
    'error.unauthenticated': 'Please sign in first.',
    'error.unavailable': 'The appointment book does not answer right now. Please try again in a minute.',
    'error.unsupported_media_type': 'We read JSON only.',
    'error.waitlist_limit_reached':
      'You are waiting for as many times as one may. Please leave one of the lists first.',
    'help.address': '📍 {address}',
    'help.phone': '📞 {phone}',
    'help.staff': '🗓 /day: your day',
    'help.text':
      'I keep the appointment book of <b>{business}</b>.\n\n📅 /book: choose a service and a time\n🗒 /my: your bookings, and cancelling\n🌐 /language: change the language\n\nReminders come by themselves.',
    'hint.cancel': 'There is nothing to stop here. To cancel a visit, open it in “My bookings”.',
    'hint.group': "Please write to me in private: bookings are nobody else's business.",
    'hint.group_open': 'Write in private',
    'hint.left': 'Left as it was. What would you like to do?',
    'hint.link': 'This link leads to something that is no longer offered. Please choose here:',
    'hint.lost': 'Sorry, I have lost the thread of what we were talking about. Please choose:',
    'hint.old_menu': 'That menu was an old one. Here is a fresh one.',
    'hint.slower': 'A little slower, please: I have not read this. Send it again in a moment.',
    'hint.text': 'I understand buttons best 🙂 Please choose one:',
    'language.choose': 'Which language shall we speak?',
    'language.saved': 'Done, English it is',
    'menu.agenda': '🗓 My day',
    'menu.back': '‹ Back',
    'menu.book': '📅 Book',
    'menu.bookings': '🗒 My bookings',
    'menu.greeting': "👋 Hello! This is <b>{business}</b>.\nLet's find you a convenient time, it takes a few taps.",
    'menu.home': '🏠 Menu',
    'menu.language': '🌐 Language · Язык',
    'menu.title': '<b>{business}</b>\nHow can I help?',
    'missing.action': 'There is no such action.',
    'missing.address': 'There is nothing at this address.',
    'missing.booking': 'There is no such booking.',
    'missing.bot': 'There is no such bot.',
    'missing.calendar': 'There is no such calendar.',
    'missing.client': 'There is no such client.',
    'missing.note': 'There is no such note.',
    'missing.override': 'This day has no hours of its own.',
    'missing.review': 'There is no review of this visit.',
    'missing.room': 'There is no such room.',
    'missing.series': 'There is no such series.',
    'missing.service': 'There is no such service.',
    'missing.specialist': 'There is no such specialist, or not for this service.',
    'missing.tenant': 'There is no such business (X-Tenant).',
    'missing.time_off': 'There is no such time off.',
    'missing.waitlist_entry': 'Nobody waits under this id.',
    'month.closed': 'Closed on this day',
    'month.full': 'Everything is taken on this day',
    'month.full_days': '🔔 Wait for a full day',
    'month.later': 'This day is not open for booking yet',
    'month.nearest': '⚡ Nearest: {day}, {time}',
    'month.nearest_short': '⚡ {day}, {time}',
    'month.none': 'There is no free time yet. Please look in again later.',
    'month.past': 'This day has passed',
    'month.pick': 'Please pick a day.\n🟢 plenty of time · 🟡 a little left · 🔴 full',
    'month.which_full': 'Which of these full days would suit you? I will tell you as soon as a time frees up.',
    'notice.booking_cancelled': '✖️ <b>Booking cancelled</b>',
    'notice.booking_moved': '🔁 <b>Booking moved</b>',
    'notice.bot_revoked':
      '⚠️ <b>The bot @{bot} cannot be used any more</b>\n\nTelegram no longer knows its token. Its clients get no messages until it is given a new one.',
    'notice.client_cancelled': '✖️ <b>Your visit has been cancelled</b>',
    'notice.client_moved': '🔁 <b>Your visit has been moved</b>',
    'notice.hold_expired': '⌛ <b>The time has run out, so we have let it go</b>\nYou are welcome to book again.',
    'notice.moved_away': '🔁 <b>Booking given to another specialist</b>: {specialist}',
    'notice.moved_from': 'Before: {day}, {time}, {specialist}',
    'notice.new_booking': '🆕 <b>New booking</b>',
    'notice.reminder_day': '⏰ <b>{day} at {time}</b>',
    'notice.reminder_today': '⏰ <b>Today at {time}</b>, {left}',
    'notice.reminder_tomorrow': '⏰ <b>Tomorrow at {time}</b>',
    'notice.review_request': '💬 <b>How was your visit?</b>\nPlease rate it, from one star to five.',
    'notice.see_you': 'We look forward to seeing you.',
    'notice.series_clash':
      '⚠️ <b>A series needs you</b>: {count, plural, one {# visit does} other {# visits do}} not fit the schedule.',
    'notice.series_clash_at': '• {day}, {time}',
    'notice.series_created':
      '🔁 <b>{count, plural, one {# visit is} other {# visits are}} booked as a series</b>\nThe first:',
    'notice.series_ended':
      '✖️ <b>{count, plural, one {# visit of the series has} other {# visits of the series have}} been cancelled</b>\nThe first:',
    'notice.series_more': '{count, plural, one {… and # more} other {… and # more}}',
    'notice.series_moved':
      '🔁 <b>{count, plural, one {# visit of the series has} other {# visits of the series have}} been moved</b>\nThe first now:',
    'notice.undelivered':
      '⚠️ <b>{count, plural, one {A message has not arrived} other {# messages have not arrived}}</b>',
    'notice.undelivered_more': 'and {count} more',
    'notice.undelivered_news': '{client}: news of the visit on {day}, {time}',
    'notice.undelivered_reminder': '{client}: reminder of {day}, {time}',
    'notice.undelivered_unsure': '(may have arrived)',
    'problem.unexpected': 'Something went wrong on our side. Nothing was lost; please try again: /start',
    'refusal.call': 'Please call us: {phone}',
    'refusal.limit':
      '{limit, plural, one {You can have # visit booked ahead at a time.} other {You can have # visits booked ahead at a time.}}',
    'refusal.too_late': 'It could be cancelled here until {day}, {time}.',
    'review.add_words': '✍️ Add words',
    'review.anew': '✍️ Write it anew',
    'review.check': '<b>This is what others will read:</b>\n\n{text}',
    'review.first': 'Please choose the stars first:',
    'review.leave': 'Leave it',
    'review.lost': 'Sorry, these words are no longer here. Would you write them once more?',
    'review.only_words': 'A review is made of words: please write them in reply to this message.',
    'review.publish': '✅ Publish',
    'review.saved': 'Your rating is saved',
    'review.thanks': '<b>Thank you!</b> Your rating: {stars}',
    'review.too_long': 'That is more than {limit} characters. A little shorter, please.',
    'review.words': 'Would you like to add a few words? Reply to this message.',
    'review.write':
      '<b>What was it like?</b>\nWrite it in one message: I will show it to you before anybody else sees it. /cancel leaves everything as it is.',
    'review.written': '<b>Thank you for the review!</b> Your rating: {stars}',
    'rule.accepted': 'must allow application/json',
    'rule.address': 'must be an address such as https://calendar.example/me.ics',
    'rule.after': 'must be after {other}',
    'rule.ahead': 'must lie ahead',
    'rule.at_least': 'must be at least {min}',
    'rule.at_most': 'must be at most {max}',
    'rule.beside': 'is too much beside {other}',
    'rule.body_length': 'must be the length of the body',
    'rule.capital_letters': 'must be two capital letters such as RU',
    'rule.clock_end': 'must be a time of day such as 18:00, or 24:00',
    'rule.clock_time': 'must be a time of day such as 09:00',
    'rule.controls': 'must not contain control characters',
    'rule.country': 'must be a country such as RU',
    'rule.cron_fields': 'must have five fields, or six with seconds in front',
    'rule.currency': 'must be a currency such as EUR',
    'rule.day': 'must be a day such as 2026-05-01',
    'rule.days_at_once': 'at most {max} days at once',
    'rule.days_or_instants': 'either days or instants, not both',
    'rule.deposit': 'must not be more than the price',
    'rule.deposit_own_price': 'must not be more than a specialist’s own price',
    'rule.duration': 'must be a multiple of 5 minutes, from 5 minutes to 24 hours',
    'rule.email': 'must be an e-mail address',
    'rule.es256_only': 'belongs to ES256 only',
    'rule.exactly': 'must be {value} exactly',
    'rule.excluded_time': 'must be a time such as 2026-03-09T18:00:00, local or with an offset',
    'rule.form': 'must have another form',
    'rule.future': 'must lie in the future',
    'rule.id': 'must be an id such as 0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b',
    'rule.idempotency_key': 'must be 1 to 200 visible ASCII characters',
    'rule.in_address': 'stands in the address already',
    'rule.in_body': 'must stand in the body, not in the query',
    'rule.in_sight': 'must contain something that can be seen',
    'rule.instant': 'must be an instant such as 2026-05-01T07:00:00Z',
    'rule.json': 'must be JSON',
    'rule.json_object': 'must be a JSON object',
    'rule.json_text': 'must be valid JSON',
    'rule.key': 'must not be named like this',
    'rule.kind_list': 'must be a list',
    'rule.kind_number': 'must be a number',
    'rule.kind_object': 'must be an object',
    'rule.kind_other': 'must be of another kind',
    'rule.kind_text': 'must be a text',
    'rule.kind_whole': 'must be a whole number',
    'rule.kind_yes_no': 'must be true or false',
    'rule.less_than': 'must be less than {max}',
    'rule.local_time': 'must be a local time such as 2026-03-02T18:00:00',
    'rule.local_time_only': 'must be a local time such as 2026-03-02T18:00:00, without an offset',
    'rule.max_bytes': 'must not be longer than {max} bytes',
    'rule.max_characters': 'must not be longer than {max} characters',
    'rule.max_depth': 'must not be nested deeper than {max}',
    'rule.max_items': 'must have at most {max} items',
    'rule.max_length': 'must have at most {max} characters',
    'rule.media_type': 'must be application/json',
    'rule.min_items': 'must have at least {min} items',
    'rule.min_length': 'must have at least {min} characters',
    'rule.month': 'must be a month such as 2026-05',
    'rule.more_than': 'must be more than {min}',
    'rule.multiple': 'must be a multiple of {step}',
    'rule.names_no_rule': 'must name a rule that is to change',
    'rule.needed': 'is needed',
    'rule.needed_for': 'is needed for {what}',
    'rule.needed_or': 'is needed, or {other}',
    'rule.needed_with': 'is needed with {other}',
    'rule.never_comes': 'names a time that never comes',
    'rule.no_body': 'must be left out of a GET: fields stand in the query',
    'rule.no_client': 'you are no client here',
    'rule.no_day_here': 'is no day in this time zone',
    'rule.no_specialist': 'you are no specialist here',
    'rule.not_before': 'must not be before {other}',
    'rule.not_empty': 'must not be empty',
    'rule.not_open': 'is not open for booking yet',
    'rule.not_start': 'must not be the start itself',
    'rule.not_theirs': 'is somebody else than you, whose these are',
    'rule.nothing_to_change': 'names nothing to change',
    'rule.nothing_to_move': 'leaves nothing to move',
    'rule.occurrence': 'must be an occurrence of this series',
    'rule.occurrence_ahead': 'must be an occurrence of this series that lies ahead',
    'rule.occurrence_booked': 'must be an occurrence that is booked already',
    'rule.occurrence_within': 'must be an occurrence within the horizon',
    'rule.offset': 'must have an offset between -14:00 and +14:00',
    'rule.one_client': 'either client or client_id, not both',
    'rule.one_of': 'must be one of {values}',
    'rule.one_second': 'may name one second only',
    'rule.one_time_only': 'belongs to one_time reminders',
    'rule.open_internet': 'must lead into the open internet',
    'rule.outside_rules': 'is needed outside the rules',
    'rule.over': 'is over',
    'rule.overlap': 'must not overlap {other}',
    'rule.own_chat': 'must be your own chat',
    'rule.password': 'must not carry a name or a password',
    'rule.phone': 'must be a telephone number such as +49 30 123456',
    'rule.port': 'must use port 80, 443, 8080 or 8443',
    'rule.price_below_deposit': 'must not be less than the deposit',
    'rule.public_key': 'must be a public key on P-256 in PEM',
    'rule.readable': 'cannot be read',
    'rule.recurring_only': 'belongs to recurring reminders',
    'rule.rrule_count_or_until': 'may have COUNT or UNTIL, not both',
    'rule.rrule_daily': 'FREQ must be DAILY or rarer: an occurrence has one time of day',
    'rule.rrule_day_twice': 'BYDAY names a day twice',
    'rule.rrule_days': 'BYDAY must be weekdays such as MO, 2TU or -1FR',
    'rule.rrule_freq': 'needs FREQ',
    'rule.rrule_freq_known': 'FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY',
    'rule.rrule_never': 'never happens within {years} years',
    'rule.rrule_not_with': '{part} is not possible with {other}',
    'rule.rrule_number_twice': '{part} names a number twice',
    'rule.rrule_numbers': '{part} must be numbers from 1 to {max}',
    'rule.rrule_numbers_both': '{part} must be numbers from 1 to {max}, or negative from the end',
    'rule.rrule_only_yearly': '{part} is possible with FREQ=YEARLY only',
    'rule.rrule_ordinals': 'BYDAY may not count weekdays together with BYMONTHDAY',
    'rule.rrule_ordinals_mixed': 'BYDAY may count weekdays of the year or name them, not both',
    'rule.rrule_ordinals_most': 'BYDAY may count weekdays up to {max}',
    'rule.rrule_ordinals_where': 'BYDAY may count weekdays only in months and years',
    'rule.rrule_part': 'has an unknown part: {part}',
    'rule.rrule_setpos': 'BYSETPOS needs another BY part to choose from',
    'rule.rrule_time': '{part} is not possible: the time of day is that of starts_at_local',
    'rule.rrule_twice': 'has {part} twice',
    'rule.rrule_until': 'UNTIL must not be before starts_at_local',
    'rule.rrule_until_form': 'UNTIL must be a time such as 20261231T170000Z or a day',
    'rule.rrule_weekday': '{part} must be a weekday such as MO',
    'rule.rrule_whole': '{part} must be a whole number from 1 to {max}',
    'rule.rule_elsewhere': 'does not take place at starts_at_local: say the rule of the new times',
    'rule.same_client': 'is the same client',
    'rule.series_within': 'must lie within the next {days} days, and not every time may be left out',
    'rule.skip_all': 'must not leave out every occurrence',
    'rule.storable': 'has a value that cannot be stored',
    'rule.time_zone': 'must be a time zone such as Europe/Berlin',
    'rule.together': 'service_id and specialist_id go together',
    'rule.too_much': 'is too much at once: take a shorter one, fewer staff or a longer step',
    'rule.twice': 'is given twice',
    'rule.two_years': 'must be within two years of the beginning',
    'rule.tz_name': 'must be a name of the tz database such as Europe/Berlin',
    'rule.unknown_field': 'unknown field',
    'rule.webhook_address': 'must be an address such as https://assistant.example/events',
    'rule.weekday': 'must be 0 (Sunday) to 6',
    'rule.weekdays': 'must have at most {max} weekdays in their weeks altogether',
    'rule.within_window': 'must be within 400 days of {other}',
    'rule.years': 'must lie between {from} and {to}',
    'service.free': 'free of charge',
    'service.summary': '<b>{name}</b> · {duration} · {price}',
    'services.empty': 'There is nothing to book at the moment. Please look in again a little later.',
    'services.line': '<b>{name}</b>\n{duration} · {price}',
    'services.of': 'What would you like to book with <b>{specialist}</b>?',
    'services.title': 'What would you like to book?',
    'specialists.any': '✨ Any specialist',
    'specialists.rated': '{name} · ★ {rating, number}',
    'specialists.title': 'Who would you like to go to?',
    'status.cancelled': '✖️ <b>Cancelled</b>',
    'status.completed': '☑️ <b>The visit took place</b>',
    'status.confirmed': '✅ <b>You are booked</b>',
    'status.held': '⏳ <b>The time is held for you</b>',
    'status.no_show': '🚫 <b>The visit was missed</b>',
    'status.pending_payment': '⏳ <b>Waiting for payment</b>',
    'taken.gone': '<b>That time can no longer be booked.</b>',
    'taken.nearest': 'The nearest free times:',
    'taken.other': 'Please choose another time.',
    'taken.title': '😔 <b>That time has just been taken.</b>',
    'time.zone': '{zone}',
    'waitlist.decline': 'No, thanks',
    'waitlist.empty': 'You are not waiting for anything.',
    'waitlist.free': '😊 <b>No need to wait: there is free time.</b>',
    'waitlist.joined': '🔔 <b>You are on the waiting list.</b>',
    'waitlist.leave': '✖️ {when} · {service}',
    'waitlist.left': 'You are no longer waiting',
    'waitlist.line': '• {service}, {when}',
    'waitlist.mine': '🔔 Waiting list',
    'waitlist.offer': '🔔 <b>A time is free!</b>',
    'waitlist.offered': '⏳ Held for you: {day}, {time}',
    'waitlist.passed': '⌛ <b>This time has gone to the next in line.</b>',
    'waitlist.place': '{place, plural, one {You are the first in line.} other {You are number # in line.}}',
    'waitlist.promise': 'As soon as a time is free I will write to you and keep it for you.',
    'waitlist.take': '✅ Take it',
    'waitlist.tell_me': '🔔 Tell me if a time frees up',
    'waitlist.title': '🔔 <b>You are waiting for:</b>',
    'waitlist.until': 'We keep it for you until {time}, then the next in line is asked.',
    'why_not.full': 'There is no place left.',
    'why_not.horizon': 'It is not open for booking yet.',
    'why_not.min_notice': 'It is too soon: this service has to be booked earlier.',
    'why_not.off_grid': 'Visits do not begin at such a minute.',
    'why_not.outside_hours': 'It lies outside the working hours.',
    'why_not.past': 'It does not lie ahead.',
    'why_not.room_taken': 'All rooms are taken then.',
    'why_not.taken': 'It is taken.',
  },
  ru: {
    'agenda.booking': '<b>{from}–{to}</b> {service}',
    'agenda.closed': 'Выходной.',
    'agenda.empty': 'Записей нет.',
    'agenda.free': '<i>{from}–{to} свободно</i>',
    'agenda.more':
      '{count, plural, one {… и ещё # строка} few {… и ещё # строки} many {… и ещё # строк} other {… и ещё # строки}}',
    'agenda.not_specialist': '«Мой день» есть только у специалистов.',
    'agenda.title': '🗓 <b>{day}</b> ({zone})',
    'agenda.today': 'Сегодня',
    'agenda.working': 'Рабочие часы: {hours}',
    'booking.again': '🔁 Записаться снова',
    'booking.cancel': '❌ Отменить визит',
    'booking.changeable': 'Отменить можно до {day}, {time}.',
    'booking.client': '🙋 {client}',
    'booking.day': '📅 {day}',
    'booking.held_until': 'Держим это время для вас до {time}.',
    'booking.phone': '📞 {phone}',
    'booking.price': '💳 {price}',
    'booking.room': '🚪 {room}',
    'booking.service': '💼 {service}',
    'booking.show': '👀 Показать запись',
    'booking.specialist': '👤 {specialist}',
    'booking.time': '🕑 {from}–{to} ({zone})',
    'bookings.empty': 'Впереди записей нет. Запишемся?',
    'bookings.item': '{day}, {time} · {service}',
    'bookings.title':
      '{count, plural, one {У вас впереди <b># запись</b>.} few {У вас впереди <b># записи</b>.} many {У вас впереди <b># записей</b>.} other {У вас впереди <b># записи</b>.}}',
    'calendar.appointment': '{service}: {client}',
    'calendar.held': 'Время придержано, запись ещё не подтверждена.',
    'calendar.of_client': '{business}: мои записи',
    'calendar.of_specialist': '{business}: {specialist}',
    'calendar.phone': 'Телефон: {phone}',
    'calendar.visit': '{service}, {specialist}',
    'calendar_error.address_lost': 'Адрес календаря больше не прочитать. Добавьте календарь заново.',
    'calendar_error.address_refused': 'По этому адресу календарь прочитать нельзя: он ведёт не в открытый интернет.',
    'calendar_error.not_a_calendar': 'По этому адресу не календарь в формате iCalendar.',
    'calendar_error.not_found': 'По этому адресу календаря больше нет, или он закрыт.',
    'calendar_error.too_complex': 'В календаре слишком сложные повторы событий.',
    'calendar_error.too_large': 'Календарь слишком большой: можно до 2 МБ и 5000 событий.',
    'calendar_error.too_slow': 'Сервер календаря отвечает слишком долго. Попробуем ещё раз позже.',
    'calendar_error.unreachable': 'Сервер календаря не ответил. Попробуем ещё раз позже.',
    'cancelling.ask': '<b>Отменить этот визит?</b>',
    'cancelling.done': 'Визит отменён',
    'cancelling.keep': 'Оставить',
    'cancelling.yes': 'Да, отменить',
    'client.forgotten': 'удалён',
    'client.merged': 'Объединено с карточкой: {details}',
    'client.phone_before': 'Прежний номер: {phone}',
    'command.book': 'Записаться',
    'command.cancel': 'Вернуться в меню',
    'command.day': 'Мой день',
    'command.help': 'Как это работает, контакты',
    'command.language': 'Язык',
    'command.my': 'Мои записи',
    'command.start': 'Начало и меню',
    'confirm.title': '<b>Проверьте и подтвердите</b>',
    'confirm.yes': '✅ Подтвердить',
    'day.calendar': '🗓 Календарь',
    'day.earlier': '‹ Раньше',
    'day.later': 'Позже ›',
    'day.none': '<b>{day}</b>: свободного времени нет. Может быть, другой день?',
    'day.pick': '<b>{day}</b>: выберите время ({zone}).',
    'day.seats': '{time} · {count, plural, one {# место} few {# места} many {# мест} other {# места}}',
    'detail.again_in': 'Снова можно через {seconds} с.',
    'detail.limit': 'Не больше {limit}.',
    'detail.methods': 'Здесь возможно: {methods}.',
    'detail.not_yours': '{field}: это решают другие.',
    'detail.too_large': 'Тело запроса — не больше {limit} КиБ.',
    'detail.unauthenticated': 'Нужен служебный ключ в {header}.',
    'detail.wrong_key': 'Такого ключа ({header}) здесь нет: он с ошибкой или отозван.',
    'error.already_booked': 'На это время у вас уже есть запись.',
    'error.already_reviewed': 'Об этом визите отзыв уже есть.',
    'error.already_waiting': 'Вы уже в листе ожидания на эти дни.',
    'error.booking_limit_reached': 'У вас уже столько будущих записей, сколько можно.',
    'error.booking_not_changeable': 'Эту запись уже нельзя изменить.',
    'error.calendar_limit_reached': 'Больше внешних календарей одному человеку добавить нельзя.',
    'error.called_off': 'Это сообщение отменено, отправлять его нельзя.',
    'error.client_changed': 'Карточку клиента только что изменили. Попробуйте, пожалуйста, ещё раз.',
    'error.contact_not_yours': 'Это не ваш номер. Поделитесь, пожалуйста, своим.',
    'error.forbidden': 'Это вам здесь недоступно.',
    'error.headers_too_large': 'Заголовки запроса слишком велики.',
    'error.hold_expired': 'Время, которое мы для вас придержали, истекло.',
    'error.idempotency_key_reused': 'Это уже отправлено с другим содержанием.',
    'error.internal': 'У нас что-то пошло не так.',
    'error.invalid_input': 'Что-то в запросе не так.',
    'error.key_limit_reached': 'У этого помощника уже два действующих ключа. Сначала отзовите один из них.',
    'error.lease_lost': 'Это сообщение уже взял кто-то другой.',
    'error.malformed_request': 'Не удалось понять запрос.',
    'error.method_not_allowed': 'Так это сделать нельзя.',
    'error.not_acceptable': 'Мы отвечаем только в формате JSON.',
    'error.not_found': 'Здесь такого нет или уже нет.',
    'error.not_mergeable': 'Эти карточки объединить нельзя.',
    'error.not_repeatable': 'Повторить можно только то, что не доставлено или, возможно, не дошло.',
    'error.not_reviewable': 'Отзыв можно оставить, когда визит состоялся.',
    'error.not_started': 'Визит ещё не начался.',
    'error.nothing_offered': 'Сейчас вам ничего не предложено.',
    'error.nothing_to_acknowledge': 'У этого напоминания нет событий, которые ждут подтверждения.',
    'error.phone_taken': 'Этот номер уже записан за другим клиентом.',
    'error.reminder_limit_reached':
      'У этого помощника уже ждёт своего часа столько напоминаний, сколько можно. Отмените, пожалуйста, часть из них.',
    'error.reminder_over': 'Это напоминание уже завершено, изменить его нельзя.',
    'error.request_timeout': 'Запрос шёл слишком долго.',
    'error.review_closed': 'Этот отзыв уже нельзя изменить.',
    'error.series_clash': 'Не всё время этой серии свободно.',
    'error.series_ended': 'Эта серия уже завершена.',
    'error.slot_not_offered': 'На это время записаться нельзя.',
    'error.slot_taken': 'Это время только что заняли.',
    'error.slots_are_free': 'Ждать не нужно: на эти дни есть свободное время.',
    'error.time_taken': 'На это время уже что-то назначено.',
    'error.too_large': 'Запрос слишком большой.',
    'error.too_late_to_change': 'Менять эту запись здесь уже поздно.',
    'error.too_many_requests': 'Чуть медленнее, пожалуйста. Попробуйте через несколько секунд.',
    'error.unauthenticated': 'Сначала войдите, пожалуйста.',
    'error.unavailable': 'Книга записи сейчас не отвечает. Попробуйте, пожалуйста, через минуту.',
    'error.unsupported_media_type': 'Мы читаем только JSON.',
    'error.waitlist_limit_reached':
      'Вы уже ждёте столько раз, сколько можно. Выйдите, пожалуйста, из одной из очередей.',
    'help.address': '📍 {address}',
    'help.phone': '📞 {phone}',
    'help.staff': '🗓 /day — ваш день',
    'help.text':
      'Я веду запись: <b>{business}</b>.\n\n📅 /book — выбрать услугу и время\n🗒 /my — ваши записи и их отмена\n🌐 /language — сменить язык\n\nНапоминания приходят сами.',
    'hint.cancel': 'Здесь нечего прерывать. Чтобы отменить визит, откройте его в «Моих записях».',
    'hint.group': 'Напишите мне, пожалуйста, в личные сообщения: запись — дело личное.',
    'hint.group_open': 'Написать лично',
    'hint.left': 'Оставляем как было. Чем помочь?',
    'hint.link': 'Ссылка ведёт на то, чего у нас уже нет. Выберите, пожалуйста, здесь:',
    'hint.lost': 'Извините, я потерял нить разговора. Выберите, пожалуйста:',
    'hint.old_menu': 'Это было старое меню. Вот свежее.',
    'hint.slower': 'Чуть медленнее, пожалуйста: это сообщение я не прочитал. Пришлите его ещё раз через пару секунд.',
    'hint.text': 'Лучше всего я понимаю кнопки 🙂 Выберите, пожалуйста:',
    'language.choose': 'На каком языке говорим?',
    'language.saved': 'Готово, говорим по-русски',
    'menu.agenda': '🗓 Мой день',
    'menu.back': '‹ Назад',
    'menu.book': '📅 Записаться',
    'menu.bookings': '🗒 Мои записи',
    'menu.greeting': '👋 Здравствуйте! Это <b>{business}</b>.\nПодберём удобное время, это пара нажатий.',
    'menu.home': '🏠 Меню',
    'menu.language': '🌐 Язык · Language',
    'menu.title': '<b>{business}</b>\nЧем помочь?',
    'missing.action': 'Такого действия нет.',
    'missing.address': 'По этому адресу ничего нет.',
    'missing.booking': 'Такой записи нет.',
    'missing.bot': 'Такого бота нет.',
    'missing.calendar': 'Такого календаря нет.',
    'missing.client': 'Такого клиента нет.',
    'missing.note': 'Такой заметки нет.',
    'missing.override': 'У этого дня нет своих часов.',
    'missing.review': 'Отзыва об этом визите нет.',
    'missing.room': 'Такого кабинета нет.',
    'missing.series': 'Такой серии нет.',
    'missing.service': 'Такой услуги нет.',
    'missing.specialist': 'Такого специалиста нет, или он не оказывает эту услугу.',
    'missing.tenant': 'Такой компании нет (X-Tenant).',
    'missing.time_off': 'Такого отсутствия нет.',
    'missing.waitlist_entry': 'В листе ожидания такого нет.',
    'month.closed': 'В этот день закрыто',
    'month.full': 'В этот день всё занято',
    'month.full_days': '🔔 Ждать занятый день',
    'month.later': 'На этот день запись ещё не открыта',
    'month.nearest': '⚡ Ближайшее: {day}, {time}',
    'month.nearest_short': '⚡ {day}, {time}',
    'month.none': 'Свободного времени пока нет. Загляните, пожалуйста, позже.',
    'month.past': 'Этот день уже прошёл',
    'month.pick': 'Выберите день.\n🟢 свободно · 🟡 мало мест · 🔴 занято',
    'month.which_full': 'Какой из занятых дней вам подошёл бы? Я напишу, как только на нём освободится время.',
    'notice.booking_cancelled': '✖️ <b>Запись отменена</b>',
    'notice.booking_moved': '🔁 <b>Запись перенесена</b>',
    'notice.bot_revoked':
      '⚠️ <b>Бот @{bot} больше не работает</b>\n\nTelegram не узнаёт его токен. Клиенты не получают от него сообщений, пока у него не будет нового токена.',
    'notice.client_cancelled': '✖️ <b>Ваш визит отменён</b>',
    'notice.client_moved': '🔁 <b>Ваш визит перенесён</b>',
    'notice.hold_expired': '⌛ <b>Время вышло, и мы его отпустили</b>\nЗаписаться можно заново.',
    'notice.moved_away': '🔁 <b>Запись передана другому специалисту</b>: {specialist}',
    'notice.moved_from': 'Было: {day}, {time}, {specialist}',
    'notice.new_booking': '🆕 <b>Новая запись</b>',
    'notice.reminder_day': '⏰ <b>{day} в {time}</b>',
    'notice.reminder_today': '⏰ <b>Сегодня в {time}</b>, {left}',
    'notice.reminder_tomorrow': '⏰ <b>Завтра в {time}</b>',
    'notice.review_request': '💬 <b>Как прошёл визит?</b>\nОцените его, пожалуйста: от одной звезды до пяти.',
    'notice.see_you': 'Ждём вас.',
    'notice.series_clash':
      '⚠️ <b>Серия требует внимания</b>: {count, plural, one {# визит не помещается} few {# визита не помещаются} other {# визитов не помещаются}} в расписание.',
    'notice.series_clash_at': '• {day}, {time}',
    'notice.series_created':
      '🔁 <b>{count, plural, one {Записан # визит серии} few {Записаны # визита серии} other {Записано # визитов серии}}</b>\nПервый:',
    'notice.series_ended':
      '✖️ <b>{count, plural, one {Отменён # визит серии} few {Отменены # визита серии} other {Отменено # визитов серии}}</b>\nПервый:',
    'notice.series_more': '{count, plural, one {… и ещё #} few {… и ещё #} other {… и ещё #}}',
    'notice.series_moved':
      '🔁 <b>{count, plural, one {Перенесён # визит серии} few {Перенесены # визита серии} other {Перенесено # визитов серии}}</b>\nПервый теперь:',
    'notice.undelivered':
      '⚠️ <b>{count, plural, one {Не доставлено # сообщение} few {Не доставлено # сообщения} many {Не доставлено # сообщений} other {Не доставлено # сообщения}}</b>',
    'notice.undelivered_more': 'и ещё {count}',
    'notice.undelivered_news': '{client}: известие о визите {day}, {time}',
    'notice.undelivered_reminder': '{client}: напоминание о визите {day}, {time}',
    'notice.undelivered_unsure': '(возможно, дошло)',
    'problem.unexpected': 'У нас что-то пошло не так. Ничего не потеряно; попробуйте, пожалуйста, ещё раз: /start',
    'refusal.call': 'Позвоните нам, пожалуйста: {phone}',
    'refusal.limit':
      '{limit, plural, one {Одновременно можно иметь не больше # будущей записи.} few {Одновременно можно иметь не больше # будущих записей.} many {Одновременно можно иметь не больше # будущих записей.} other {Одновременно можно иметь не больше # будущих записей.}}',
    'refusal.too_late': 'Отменить здесь можно было до {day}, {time}.',
    'review.add_words': '✍️ Добавить слова',
    'review.anew': '✍️ Написать заново',
    'review.check': '<b>Вот что прочитают другие:</b>\n\n{text}',
    'review.first': 'Сначала, пожалуйста, выберите оценку:',
    'review.leave': 'Не нужно',
    'review.lost': 'Извините, этих слов у меня уже нет. Напишете ещё раз?',
    'review.only_words': 'Отзыв — это слова: напишите их, пожалуйста, в ответ на это сообщение.',
    'review.publish': '✅ Опубликовать',
    'review.saved': 'Оценка сохранена',
    'review.thanks': '<b>Спасибо!</b> Ваша оценка: {stars}',
    'review.too_long': 'Это больше {limit} знаков. Пожалуйста, чуть короче.',
    'review.words': 'Хотите добавить пару слов? Ответьте на это сообщение.',
    'review.write':
      '<b>Расскажите, как всё прошло</b>\nНапишите одним сообщением: сначала я покажу его вам, и только потом — другим. /cancel оставит всё как есть.',
    'review.written': '<b>Спасибо за отзыв!</b> Ваша оценка: {stars}',
    'rule.accepted': 'должно допускать application/json',
    'rule.address': 'должно быть адресом вида https://calendar.example/me.ics',
    'rule.after': 'должно быть позже {other}',
    'rule.ahead': 'должно быть в будущем',
    'rule.at_least': 'не меньше {min}',
    'rule.at_most': 'не больше {max}',
    'rule.beside': 'лишнее рядом с {other}',
    'rule.body_length': 'должно быть длиной тела запроса',
    'rule.capital_letters': 'должно быть двумя заглавными латинскими буквами, например RU',
    'rule.clock_end': 'должно быть временем суток вида 18:00 или 24:00',
    'rule.clock_time': 'должно быть временем суток вида 09:00',
    'rule.controls': 'не должно содержать управляющих символов',
    'rule.country': 'должно быть страной, например RU',
    'rule.cron_fields': 'должно состоять из пяти полей или из шести, с секундами в начале',
    'rule.currency': 'должно быть кодом валюты, например RUB',
    'rule.day': 'должно быть датой вида 2026-05-01',
    'rule.days_at_once': 'не больше {max} дней за раз',
    'rule.days_or_instants': 'что-то одно: дни или моменты времени',
    'rule.deposit': 'не может быть больше цены',
    'rule.deposit_own_price': 'не может быть больше собственной цены специалиста',
    'rule.duration': 'должно делиться на 5 минут, от 5 минут до 24 часов',
    'rule.email': 'должно быть адресом электронной почты',
    'rule.es256_only': 'бывает только у ES256',
    'rule.exactly': 'только {value}',
    'rule.excluded_time': 'должно быть временем вида 2026-03-09T18:00:00, местным или со сдвигом',
    'rule.form': 'должно быть записано иначе',
    'rule.future': 'должно быть в будущем',
    'rule.id': 'должно быть идентификатором вида 0190a1b2-c3d4-7e5f-8a1b-2c3d4e5f6a7b',
    'rule.idempotency_key': 'от 1 до 200 видимых символов ASCII',
    'rule.in_address': 'уже стоит в адресе',
    'rule.in_body': 'должно стоять в теле запроса, а не в адресе',
    'rule.in_sight': 'должно содержать хоть один видимый символ',
    'rule.instant': 'должно быть моментом времени вида 2026-05-01T07:00:00Z',
    'rule.json': 'должно быть в формате JSON',
    'rule.json_object': 'должно быть объектом JSON',
    'rule.json_text': 'должно быть правильным JSON',
    'rule.key': 'не может так называться',
    'rule.kind_list': 'должно быть списком',
    'rule.kind_number': 'должно быть числом',
    'rule.kind_object': 'должно быть объектом',
    'rule.kind_other': 'должно быть другого типа',
    'rule.kind_text': 'должно быть текстом',
    'rule.kind_whole': 'должно быть целым числом',
    'rule.kind_yes_no': 'должно быть true или false',
    'rule.less_than': 'меньше {max}',
    'rule.local_time': 'должно быть местным временем вида 2026-03-02T18:00:00',
    'rule.local_time_only': 'должно быть местным временем вида 2026-03-02T18:00:00, без сдвига',
    'rule.max_bytes': 'не длиннее {max} байт',
    'rule.max_characters': 'не длиннее {max} символов',
    'rule.max_depth': 'вложенность не больше {max}',
    'rule.max_items': 'максимум элементов: {max}',
    'rule.max_length': 'максимум символов: {max}',
    'rule.media_type': 'должно быть application/json',
    'rule.min_items': 'минимум элементов: {min}',
    'rule.min_length': 'минимум символов: {min}',
    'rule.month': 'должно быть месяцем вида 2026-05',
    'rule.more_than': 'больше {min}',
    'rule.multiple': 'должно делиться на {step}',
    'rule.names_no_rule': 'должно называть правило, которое меняется',
    'rule.needed': 'обязательно',
    'rule.needed_for': 'обязательно для {what}',
    'rule.needed_or': 'обязательно, или {other}',
    'rule.needed_with': 'обязательно вместе с {other}',
    'rule.never_comes': 'такое время никогда не наступит',
    'rule.no_body': 'не бывает у GET: поля стоят в строке запроса',
    'rule.no_client': 'вы здесь не клиент',
    'rule.no_day_here': 'такого дня в этом часовом поясе нет',
    'rule.no_specialist': 'вы здесь не специалист',
    'rule.not_before': 'не должно быть раньше {other}',
    'rule.not_empty': 'не может быть пустым',
    'rule.not_open': 'запись ещё не открыта',
    'rule.not_start': 'не может совпадать с началом',
    'rule.not_theirs': 'это не вы, а речь о вашем',
    'rule.nothing_to_change': 'не сказано, что изменить',
    'rule.nothing_to_move': 'не оставляет ничего, что можно перенести',
    'rule.occurrence': 'должно быть встречей этой серии',
    'rule.occurrence_ahead': 'должно быть предстоящей встречей этой серии',
    'rule.occurrence_booked': 'должно быть уже записанной встречей',
    'rule.occurrence_within': 'должно быть встречей серии в пределах горизонта записи',
    'rule.offset': 'сдвиг от UTC должен быть от -14:00 до +14:00',
    'rule.one_client': 'что-то одно: client или client_id',
    'rule.one_of': 'одно из значений: {values}',
    'rule.one_second': 'секунду можно указать только одну',
    'rule.one_time_only': 'бывает только у одноразовых напоминаний',
    'rule.open_internet': 'должно вести в открытый интернет',
    'rule.outside_rules': 'обязательно, когда записываете вне правил',
    'rule.over': 'уже прошло',
    'rule.overlap': 'не должно пересекаться с {other}',
    'rule.own_chat': 'должно быть вашим чатом',
    'rule.password': 'не должно содержать имени и пароля',
    'rule.phone': 'должно быть номером телефона вида +7 900 123-45-67',
    'rule.port': 'порт может быть 80, 443, 8080 или 8443',
    'rule.price_below_deposit': 'не может быть меньше предоплаты',
    'rule.public_key': 'должно быть открытым ключом P-256 в формате PEM',
    'rule.readable': 'не читается',
    'rule.recurring_only': 'бывает только у повторяющихся напоминаний',
    'rule.rrule_count_or_until': 'что-то одно: COUNT или UNTIL',
    'rule.rrule_daily': 'FREQ — не чаще DAILY: у встречи одно время суток',
    'rule.rrule_day_twice': 'BYDAY называет день дважды',
    'rule.rrule_days': 'BYDAY — это дни недели вида MO, 2TU или -1FR',
    'rule.rrule_freq': 'нужна часть FREQ',
    'rule.rrule_freq_known': 'FREQ — это DAILY, WEEKLY, MONTHLY или YEARLY',
    'rule.rrule_never': 'не наступит ни разу за {years} лет',
    'rule.rrule_not_with': '{part} нельзя указать вместе с {other}',
    'rule.rrule_number_twice': '{part} называет число дважды',
    'rule.rrule_numbers': '{part} — числа от 1 до {max}',
    'rule.rrule_numbers_both': '{part} — числа от 1 до {max} или отрицательные с конца',
    'rule.rrule_only_yearly': '{part} возможно только с FREQ=YEARLY',
    'rule.rrule_ordinals': 'BYDAY не может считать дни недели вместе с BYMONTHDAY',
    'rule.rrule_ordinals_mixed': 'BYDAY либо считает дни недели в году, либо называет их',
    'rule.rrule_ordinals_most': 'BYDAY считает дни недели не дальше {max}',
    'rule.rrule_ordinals_where': 'BYDAY считает дни недели только в месяцах и годах',
    'rule.rrule_part': 'неизвестная часть: {part}',
    'rule.rrule_setpos': 'для BYSETPOS нужна ещё одна часть BY…',
    'rule.rrule_time': '{part} указать нельзя: время суток берётся из starts_at_local',
    'rule.rrule_twice': '{part} указано дважды',
    'rule.rrule_until': 'UNTIL не может быть раньше starts_at_local',
    'rule.rrule_until_form': 'UNTIL — это время вида 20261231T170000Z или день',
    'rule.rrule_weekday': '{part} — это день недели вида MO',
    'rule.rrule_whole': '{part} — целое число от 1 до {max}',
    'rule.rule_elsewhere': 'не приходится на starts_at_local: укажите правило для нового времени',
    'rule.same_client': 'это тот же клиент',
    'rule.series_within': 'должно быть в ближайшие {days} дней, и пропустить все встречи нельзя',
    'rule.skip_all': 'нельзя пропустить все встречи',
    'rule.storable': 'содержит значение, которое нельзя сохранить',
    'rule.time_zone': 'должно быть часовым поясом вида Europe/Moscow',
    'rule.together': 'service_id и specialist_id указываются вместе',
    'rule.too_much': 'слишком много сразу: возьмите меньше дней или людей, или больший шаг',
    'rule.twice': 'указано дважды',
    'rule.two_years': 'не дальше двух лет от начала',
    'rule.tz_name': 'должно быть именем из базы tz, например Europe/Berlin',
    'rule.unknown_field': 'неизвестное поле',
    'rule.webhook_address': 'должно быть адресом вида https://assistant.example/events',
    'rule.weekday': 'от 0 (воскресенье) до 6',
    'rule.weekdays': 'всего не больше {max} дней недели в графиках',
    'rule.within_window': 'не дальше 400 дней от {other}',
    'rule.years': 'должно лежать между {from} и {to} годом',
    'service.free': 'бесплатно',
    'service.summary': '<b>{name}</b> · {duration} · {price}',
    'services.empty': 'Сейчас записаться не на что. Загляните, пожалуйста, чуть позже.',
    'services.line': '<b>{name}</b>\n{duration} · {price}',
    'services.of': 'На что вас записать? Специалист: <b>{specialist}</b>',
    'services.title': 'На что вас записать?',
    'specialists.any': '✨ Любой специалист',
    'specialists.rated': '{name} · ★ {rating, number}',
    'specialists.title': 'К кому вас записать?',
    'status.cancelled': '✖️ <b>Запись отменена</b>',
    'status.completed': '☑️ <b>Визит состоялся</b>',
    'status.confirmed': '✅ <b>Вы записаны</b>',
    'status.held': '⏳ <b>Время придержано для вас</b>',
    'status.no_show': '🚫 <b>Визит пропущен</b>',
    'status.pending_payment': '⏳ <b>Ждём оплату</b>',
    'taken.gone': '<b>На это время записаться уже нельзя.</b>',
    'taken.nearest': 'Ближайшее свободное время:',
    'taken.other': 'Выберите, пожалуйста, другое время.',
    'taken.title': '😔 <b>Это время только что заняли.</b>',
    'time.zone': 'время: {zone}',
    'waitlist.decline': 'Нет, спасибо',
    'waitlist.empty': 'Вы сейчас ничего не ждёте.',
    'waitlist.free': '😊 <b>Ждать не нужно: есть свободное время.</b>',
    'waitlist.joined': '🔔 <b>Записали вас в лист ожидания.</b>',
    'waitlist.leave': '✖️ {when} · {service}',
    'waitlist.left': 'Больше не ждём',
    'waitlist.line': '• {service}, {when}',
    'waitlist.mine': '🔔 Лист ожидания',
    'waitlist.offer': '🔔 <b>Освободилось время!</b>',
    'waitlist.offered': '⏳ Придержано для вас: {day}, {time}',
    'waitlist.passed': '⌛ <b>Это время предложили следующему.</b>',
    'waitlist.place': '{place, plural, one {Вы первый в очереди.} other {Вы в очереди под номером #.}}',
    'waitlist.promise': 'Как только время освободится, напишу вам и придержу его для вас.',
    'waitlist.take': '✅ Беру',
    'waitlist.tell_me': '🔔 Сообщить, если освободится',
    'waitlist.title': '🔔 <b>Вы ждёте:</b>',
    'waitlist.until': 'Держим его для вас до {time}, потом предложим следующему.',
    'why_not.full': 'Свободных мест не осталось.',
    'why_not.horizon': 'Запись на это время ещё не открыта.',
    'why_not.min_notice': 'Слишком скоро: на эту услугу нужно записываться заранее.',
    'why_not.off_grid': 'В такую минуту визиты не начинаются.',
    'why_not.outside_hours': 'Это нерабочее время.',
    'why_not.past': 'Это время уже прошло.',
    'why_not.room_taken': 'Все кабинеты в это время заняты.',
    'why_not.taken': 'Это время занято.',
  },
};

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
  'audit.action.analytics.chart': null;
  'audit.action.analytics.export': null;
  'audit.action.analytics.summary': null;
  'audit.action.assistants.archive': null;
  'audit.action.assistants.create': null;
  'audit.action.assistants.issue_key': null;
  'audit.action.assistants.list': null;
  'audit.action.assistants.revoke_key': null;
  'audit.action.assistants.update': null;
  'audit.action.audit.list': null;
  'audit.action.audit.omit': null;
  'audit.action.bookings.agenda': null;
  'audit.action.bookings.ask_to_move': null;
  'audit.action.bookings.cancel': null;
  'audit.action.bookings.complete': null;
  'audit.action.bookings.confirm': null;
  'audit.action.bookings.create': null;
  'audit.action.bookings.delay': null;
  'audit.action.bookings.export_list': null;
  'audit.action.bookings.get': null;
  'audit.action.bookings.history': null;
  'audit.action.bookings.list': null;
  'audit.action.bookings.move': null;
  'audit.action.bookings.no_show': null;
  'audit.action.bookings.repeat_offer': null;
  'audit.action.bookings.tell_late': null;
  'audit.action.broadcasts.cancel': null;
  'audit.action.broadcasts.create': null;
  'audit.action.broadcasts.get': null;
  'audit.action.broadcasts.list': null;
  'audit.action.broadcasts.pause': null;
  'audit.action.broadcasts.preview': null;
  'audit.action.broadcasts.recipients': null;
  'audit.action.broadcasts.resume': null;
  'audit.action.broadcasts.set_news': null;
  'audit.action.broadcasts.start': null;
  'audit.action.broadcasts.test': null;
  'audit.action.broadcasts.update': null;
  'audit.action.calendars.feed_create': null;
  'audit.action.calendars.feed_list': null;
  'audit.action.calendars.feed_revoke': null;
  'audit.action.calendars.import_create': null;
  'audit.action.calendars.import_delete': null;
  'audit.action.calendars.import_list': null;
  'audit.action.calendars.import_sync': null;
  'audit.action.clients.add_note': null;
  'audit.action.clients.create': null;
  'audit.action.clients.delete_note': null;
  'audit.action.clients.export': null;
  'audit.action.clients.export_list': null;
  'audit.action.clients.forget': null;
  'audit.action.clients.get': null;
  'audit.action.clients.link_phone': null;
  'audit.action.clients.list': null;
  'audit.action.clients.list_notes': null;
  'audit.action.clients.merge': null;
  'audit.action.clients.set_tags': null;
  'audit.action.clients.update': null;
  'audit.action.editing.bulk_get': null;
  'audit.action.editing.bulk_items': null;
  'audit.action.editing.bulk_list': null;
  'audit.action.editing.bulk_preview': null;
  'audit.action.editing.bulk_start': null;
  'audit.action.editing.bulk_undo': null;
  'audit.action.editing.change': null;
  'audit.action.editing.fields': null;
  'audit.action.editing.get': null;
  'audit.action.editing.history': null;
  'audit.action.editing.undo': null;
  'audit.action.internal.call': null;
  'audit.action.mcp.call': null;
  'audit.action.notifications.list': null;
  'audit.action.notifications.pull': null;
  'audit.action.notifications.repeat': null;
  'audit.action.notifications.report': null;
  'audit.action.notifications.set_delivery': null;
  'audit.action.operator.init_admin': null;
  'audit.action.people.accept_invitation': null;
  'audit.action.people.get_staff': null;
  'audit.action.people.invite': null;
  'audit.action.people.list_invitations': null;
  'audit.action.people.list_specialists': null;
  'audit.action.people.list_staff': null;
  'audit.action.people.me': null;
  'audit.action.people.remove_staff': null;
  'audit.action.people.revoke_invitation': null;
  'audit.action.people.set_reachable': null;
  'audit.action.people.set_role': null;
  'audit.action.people.update_me': null;
  'audit.action.reminders.ack': null;
  'audit.action.reminders.create': null;
  'audit.action.reminders.dead_letters': null;
  'audit.action.reminders.delete': null;
  'audit.action.reminders.events': null;
  'audit.action.reminders.get': null;
  'audit.action.reminders.list': null;
  'audit.action.reminders.preview': null;
  'audit.action.reminders.resend': null;
  'audit.action.reminders.scheduled': null;
  'audit.action.reminders.update': null;
  'audit.action.reviews.create': null;
  'audit.action.reviews.hide': null;
  'audit.action.reviews.list': null;
  'audit.action.reviews.reply': null;
  'audit.action.reviews.unhide': null;
  'audit.action.reviews.update': null;
  'audit.action.rooms.archive': null;
  'audit.action.rooms.create': null;
  'audit.action.rooms.get': null;
  'audit.action.rooms.list': null;
  'audit.action.rooms.restore': null;
  'audit.action.rooms.update': null;
  'audit.action.scheduling.add_time_off': null;
  'audit.action.scheduling.check_hours': null;
  'audit.action.scheduling.check_override': null;
  'audit.action.scheduling.day': null;
  'audit.action.scheduling.day_hours': null;
  'audit.action.scheduling.free_slots_day': null;
  'audit.action.scheduling.free_slots_range': null;
  'audit.action.scheduling.hours': null;
  'audit.action.scheduling.month': null;
  'audit.action.scheduling.of_person': null;
  'audit.action.scheduling.override': null;
  'audit.action.scheduling.overrides': null;
  'audit.action.scheduling.preview': null;
  'audit.action.scheduling.range': null;
  'audit.action.scheduling.remove_override': null;
  'audit.action.scheduling.remove_time_off': null;
  'audit.action.scheduling.room_range': null;
  'audit.action.scheduling.set_hours': null;
  'audit.action.scheduling.set_override': null;
  'audit.action.scheduling.time_off': null;
  'audit.action.scheduling.why_not': null;
  'audit.action.series.cancel_occurrence': null;
  'audit.action.series.create': null;
  'audit.action.series.end': null;
  'audit.action.series.get': null;
  'audit.action.series.list': null;
  'audit.action.series.move': null;
  'audit.action.series.preview': null;
  'audit.action.service_keys.create': null;
  'audit.action.service_keys.list': null;
  'audit.action.service_keys.revoke': null;
  'audit.action.service_keys.rotate': null;
  'audit.action.services.archive': null;
  'audit.action.services.card': null;
  'audit.action.services.create': null;
  'audit.action.services.get': null;
  'audit.action.services.givers': null;
  'audit.action.services.list': null;
  'audit.action.services.remove_giver': null;
  'audit.action.services.restore': null;
  'audit.action.services.set_giver': null;
  'audit.action.services.set_rooms': null;
  'audit.action.services.update': null;
  'audit.action.sessions.create': null;
  'audit.action.sessions.end': null;
  'audit.action.sessions.list': null;
  'audit.action.sessions.revoke': null;
  'audit.action.sessions.revoke_others': null;
  'audit.action.sign_in.start': null;
  'audit.action.sign_in.take_code': null;
  'audit.action.specialists.archive': null;
  'audit.action.specialists.card': null;
  'audit.action.specialists.create': null;
  'audit.action.specialists.restore': null;
  'audit.action.specialists.update': null;
  'audit.action.tenants.bots': null;
  'audit.action.tenants.rules': null;
  'audit.action.tenants.update_rules': null;
  'audit.action.texts.get': null;
  'audit.action.texts.history': null;
  'audit.action.texts.list': null;
  'audit.action.texts.own': null;
  'audit.action.texts.preview': null;
  'audit.action.texts.reset': null;
  'audit.action.texts.set': null;
  'audit.action.waitlist.decline': null;
  'audit.action.waitlist.join': null;
  'audit.action.waitlist.leave': null;
  'audit.action.waitlist.list': null;
  'audit.action.waitlist.take': null;
  'audit.action.webhooks.activate': null;
  'audit.action.webhooks.create': null;
  'audit.action.webhooks.deactivate': null;
  'audit.action.webhooks.delete': null;
  'audit.action.webhooks.deliveries': null;
  'audit.action.webhooks.get': null;
  'audit.action.webhooks.list': null;
  'audit.action.webhooks.resend': null;
  'audit.action.webhooks.rotate_secret': null;
  'audit.action.webhooks.test': null;
  'audit.action.webhooks.update': null;
  'audit.outcome.done': null;
  'audit.outcome.omitted': null;
  'audit_screens.anybody': null;
  'audit_screens.booking': { client: string; service: string; day: string; time: string };
  'audit_screens.by_kind': null;
  'audit_screens.by_person': null;
  'audit_screens.column_at': null;
  'audit_screens.column_code': null;
  'audit_screens.column_outcome': null;
  'audit_screens.column_role': null;
  'audit_screens.column_subject': null;
  'audit_screens.column_times': null;
  'audit_screens.column_what': null;
  'audit_screens.column_who': null;
  'audit_screens.earlier': null;
  'audit_screens.everything': null;
  'audit_screens.file': null;
  'audit_screens.guest': null;
  'audit_screens.kind_all': null;
  'audit_screens.kind_ask': null;
  'audit_screens.kind_away': null;
  'audit_screens.kind_broadcasts': null;
  'audit_screens.kind_cancelled': null;
  'audit_screens.kind_created': null;
  'audit_screens.kind_hours': null;
  'audit_screens.kind_moved': null;
  'audit_screens.kind_refused': null;
  'audit_screens.kind_roles': null;
  'audit_screens.kind_rules': null;
  'audit_screens.kind_services': null;
  'audit_screens.kind_texts': null;
  'audit_screens.latest': null;
  'audit_screens.line': { day: string; time: string; who: string };
  'audit_screens.none': null;
  'audit_screens.open': null;
  'audit_screens.person_ask': null;
  'audit_screens.program': null;
  'audit_screens.refused': { why: string };
  'audit_screens.sent': { count: number };
  'audit_screens.somebody': null;
  'audit_screens.system': null;
  'audit_screens.title': null;
  'audit_screens.what': { what: string };
  'audit_screens.what_of': { what: string; about: string };
  'away.as_of': { time: string };
  'away.book': null;
  'away.book_or_call': { phone: string };
  'away.change': null;
  'away.change_or_call': { phone: string };
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
  'bookings.item': { moment: string; service: string };
  'bookings.title': { count: number };
  'broadcast.again': null;
  'broadcast.no_more': null;
  'broadcast.off': null;
  'broadcast.on': null;
  'broadcast_screens.all': null;
  'broadcast_screens.all_told': null;
  'broadcast_screens.any_hour': null;
  'broadcast_screens.ask_call_off': null;
  'broadcast_screens.ask_drop': null;
  'broadcast_screens.ask_later': { day: string; time: string; count: number };
  'broadcast_screens.ask_start': { count: number };
  'broadcast_screens.at_time': null;
  'broadcast_screens.away': { count: number };
  'broadcast_screens.away_since': { day: string };
  'broadcast_screens.begins': { day: string; time: string };
  'broadcast_screens.by_language': { ru: string; en: string };
  'broadcast_screens.by_service': null;
  'broadcast_screens.by_tag': null;
  'broadcast_screens.by_visit': null;
  'broadcast_screens.call_off': null;
  'broadcast_screens.cancelled': null;
  'broadcast_screens.count_failed': { count: string };
  'broadcast_screens.count_opted_out': { count: string };
  'broadcast_screens.count_sent': { sent: string; total: string };
  'broadcast_screens.count_uncertain': { count: string };
  'broadcast_screens.count_unreachable': { count: string };
  'broadcast_screens.count_waiting': { count: string };
  'broadcast_screens.create': null;
  'broadcast_screens.draft': null;
  'broadcast_screens.drop': null;
  'broadcast_screens.everybody': null;
  'broadcast_screens.finished': null;
  'broadcast_screens.growing': null;
  'broadcast_screens.here': { count: number };
  'broadcast_screens.here_since': { day: string };
  'broadcast_screens.in_en': null;
  'broadcast_screens.in_ru': null;
  'broadcast_screens.left_out': { unreachable: string; opted_out: string; without_chat: string };
  'broadcast_screens.look': null;
  'broadcast_screens.looks': { name: string };
  'broadcast_screens.missed': null;
  'broadcast_screens.missed_title': null;
  'broadcast_screens.never_told': { count: string };
  'broadcast_screens.nobody': null;
  'broadcast_screens.none': null;
  'broadcast_screens.now': null;
  'broadcast_screens.of_service': { service: string };
  'broadcast_screens.of_tag': { tag: string };
  'broadcast_screens.open': null;
  'broadcast_screens.pause': null;
  'broadcast_screens.paused': null;
  'broadcast_screens.quiet': null;
  'broadcast_screens.reach': { count: number };
  'broadcast_screens.refresh': null;
  'broadcast_screens.resume': null;
  'broadcast_screens.running': null;
  'broadcast_screens.said_en': null;
  'broadcast_screens.said_ru': null;
  'broadcast_screens.scheduled': null;
  'broadcast_screens.send': null;
  'broadcast_screens.service_ask': null;
  'broadcast_screens.set_any_hour': null;
  'broadcast_screens.set_quiet': null;
  'broadcast_screens.tag_ask': null;
  'broadcast_screens.test': null;
  'broadcast_screens.tested': null;
  'broadcast_screens.text_en': null;
  'broadcast_screens.text_ru': null;
  'broadcast_screens.time_ask': null;
  'broadcast_screens.time_wrong': null;
  'broadcast_screens.title': null;
  'broadcast_screens.to': { whom: string };
  'broadcast_screens.visit_ask': null;
  'broadcast_screens.whom': null;
  'broadcast_screens.whom_ask': null;
  'broadcast_screens.write': { language: string; sign: string };
  'broadcast_screens.wrong': { rule: string };
  'broadcast_screens.yes_call_off': null;
  'broadcast_screens.yes_later': null;
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
  'command.data': null;
  'command.day': null;
  'command.help': null;
  'command.hours': null;
  'command.language': null;
  'command.late': null;
  'command.links': null;
  'command.manage': null;
  'command.my': null;
  'command.off': null;
  'command.start': null;
  'command.week': null;
  'confirm.changeable': { day: string; time: string };
  'confirm.title': null;
  'confirm.too_near': null;
  'confirm.yes': null;
  'day.calendar': null;
  'day.earlier': null;
  'day.later': null;
  'day.none': { day: string };
  'day.pick': { day: string; zone: string };
  'day.seats': { time: string; count: number };
  'detail.again_in': { seconds: string };
  'detail.foreign_page': null;
  'detail.limit': { limit: string };
  'detail.methods': { methods: string };
  'detail.not_signed_in': null;
  'detail.not_yours': { field: string };
  'detail.too_large': { limit: string };
  'detail.tries': { left: string };
  'detail.unauthenticated': { header: string };
  'detail.wrong_key': { header: string };
  'editing.active': null;
  'editing.address': null;
  'editing.buffer_after': null;
  'editing.buffer_before': null;
  'editing.business': null;
  'editing.cancel_notice': null;
  'editing.capacity': null;
  'editing.client': null;
  'editing.complete_after': null;
  'editing.country': null;
  'editing.currency': null;
  'editing.deposit': null;
  'editing.description': null;
  'editing.duration': null;
  'editing.email': null;
  'editing.hold': null;
  'editing.horizon': null;
  'editing.max_future_bookings': null;
  'editing.min_notice': null;
  'editing.name': null;
  'editing.packed': null;
  'editing.phone': null;
  'editing.phone_needed': null;
  'editing.position': null;
  'editing.price': null;
  'editing.quiet_from': null;
  'editing.quiet_to': null;
  'editing.reminders': null;
  'editing.review_request': null;
  'editing.room': null;
  'editing.series_horizon': null;
  'editing.series_hour': null;
  'editing.service': null;
  'editing.specialist': null;
  'editing.step': null;
  'editing.tags': null;
  'editing.title': null;
  'editing.translations': null;
  'editing.waitlist_hold': null;
  'error.already_booked': null;
  'error.already_reviewed': null;
  'error.already_staff': null;
  'error.already_waiting': null;
  'error.booking_limit_reached': null;
  'error.booking_not_changeable': null;
  'error.broadcast_not_changeable': null;
  'error.bulk_not_undoable': null;
  'error.calendar_limit_reached': null;
  'error.called_off': null;
  'error.changed_meanwhile': null;
  'error.client_changed': null;
  'error.contact_not_yours': null;
  'error.forbidden': null;
  'error.headers_too_large': null;
  'error.hold_expired': null;
  'error.idempotency_key_reused': null;
  'error.internal': null;
  'error.invalid_input': null;
  'error.key_limit_reached': null;
  'error.last_admin': null;
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
  'error.phone_needed': null;
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
  'error.specialist_taken': null;
  'error.time_taken': null;
  'error.too_large': null;
  'error.too_late_to_change': null;
  'error.too_many_requests': null;
  'error.unauthenticated': null;
  'error.unavailable': null;
  'error.unsupported_media_type': null;
  'error.waitlist_limit_reached': null;
  'error.webhook_limit_reached': null;
  'error.webhook_switched_off': null;
  'error.wrong_code': null;
  'help.address': { address: string };
  'help.manage': null;
  'help.manager': null;
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
  'hours_screens.after': null;
  'hours_screens.again': null;
  'hours_screens.all': null;
  'hours_screens.as_weekly': null;
  'hours_screens.before': null;
  'hours_screens.check': null;
  'hours_screens.close_day': null;
  'hours_screens.closed': null;
  'hours_screens.day_ask': { day: string };
  'hours_screens.day_meanwhile': null;
  'hours_screens.day_title': { day: string };
  'hours_screens.day_wrong': { what: string };
  'hours_screens.keep': null;
  'hours_screens.meanwhile': null;
  'hours_screens.no_hours': null;
  'hours_screens.open': null;
  'hours_screens.others': null;
  'hours_screens.outside': { count: number };
  'hours_screens.outside_line': { day: string; time: string; client: string };
  'hours_screens.pick': null;
  'hours_screens.pick_ask': null;
  'hours_screens.refused': { rule: string };
  'hours_screens.restore_day': null;
  'hours_screens.save': null;
  'hours_screens.saved': null;
  'hours_screens.season_from': { day: string };
  'hours_screens.season_until': { day: string };
  'hours_screens.title': { zone: string };
  'hours_screens.untouched': null;
  'hours_screens.week_ask': null;
  'hours_screens.week_wrong': { what: string };
  'hours_screens.write': null;
  'hours_screens.write_day': null;
  'language.choose': null;
  'language.saved': null;
  'links.line': { name: string; url: string };
  'links.not_staff': null;
  'links.open': null;
  'links.title': null;
  'manage.add_note': null;
  'manage.again': null;
  'manage.again_near': null;
  'manage.again_same': null;
  'manage.ahead': null;
  'manage.ahead_title': { count: number };
  'manage.all_notes': null;
  'manage.already_booked': null;
  'manage.anyway': null;
  'manage.anyway_ask': { why: string };
  'manage.back': null;
  'manage.book': null;
  'manage.choice_over': null;
  'manage.client_name': { name: string };
  'manage.create': null;
  'manage.created': null;
  'manage.duration': null;
  'manage.duration_ask': null;
  'manage.duration_wrong': null;
  'manage.edit_tags': null;
  'manage.email': { email: string };
  'manage.find': null;
  'manage.find_ask': null;
  'manage.for': { name: string };
  'manage.found': { count: number; search: string };
  'manage.found_none': { search: string };
  'manage.hours': null;
  'manage.hours_title': null;
  'manage.impossible': { why: string };
  'manage.invite': null;
  'manage.invite_ask': null;
  'manage.invite_moderator': null;
  'manage.invite_specialist': { name: string };
  'manage.invited': { count: number };
  'manage.join_gone': null;
  'manage.keep': null;
  'manage.last_visit': { day: string };
  'manage.limit': { limit: number };
  'manage.link': { who: string; link: string; day: string; time: string };
  'manage.make_moderator': null;
  'manage.make_owner': null;
  'manage.make_specialist': null;
  'manage.member': { name: string; role: string };
  'manage.name_ask': null;
  'manage.no_phone': null;
  'manage.no_telegram': null;
  'manage.not_yours': null;
  'manage.note': { text: string; author: string; day: string };
  'manage.note_ask': null;
  'manage.noted': { text: string };
  'manage.notes': { count: number };
  'manage.open': null;
  'manage.other_time': null;
  'manage.owner_ask': null;
  'manage.owner_yes': null;
  'manage.past': null;
  'manage.past_title': { count: number };
  'manage.phone_ask': { name: string };
  'manage.phone_known': { name: string };
  'manage.phone_wrong': null;
  'manage.price': null;
  'manage.price_ask': { currency: string };
  'manage.price_deposit': null;
  'manage.price_wrong': null;
  'manage.record': { completed: string; missed: string; cancelled: string };
  'manage.regular': null;
  'manage.remove': null;
  'manage.remove_ask': null;
  'manage.remove_yes': null;
  'manage.removed': null;
  'manage.revoke': { who: string };
  'manage.revoked': null;
  'manage.role_moderator': null;
  'manage.role_saved': null;
  'manage.role_specialist': null;
  'manage.role_super_admin': null;
  'manage.save': null;
  'manage.saved': null;
  'manage.service_check': { name: string; before: string; after: string };
  'manage.service_nobody': null;
  'manage.service_off': null;
  'manage.services': null;
  'manage.services_title': null;
  'manage.staff': null;
  'manage.staff_title': { count: number };
  'manage.switch_off': null;
  'manage.switch_on': null;
  'manage.tags': { tags: string };
  'manage.tags_ask': { name: string };
  'manage.tags_wrong': null;
  'manage.time_ask': { day: string };
  'manage.time_ask_day': null;
  'manage.time_wrong': null;
  'manage.title': { business: string };
  'manage.to_client': null;
  'manage.unreachable': null;
  'manage.upcoming': { count: number };
  'manage.welcome': { business: string; role: string };
  'manage.write': { id: string };
  'menu.agenda': null;
  'menu.back': null;
  'menu.book': null;
  'menu.bookings': null;
  'menu.greeting': { business: string };
  'menu.greeting_manager': { business: string };
  'menu.greeting_staff': { business: string };
  'menu.home': null;
  'menu.language': null;
  'menu.title': { business: string };
  'missing.action': null;
  'missing.address': null;
  'missing.booking': null;
  'missing.bot': null;
  'missing.broadcast': null;
  'missing.bulk_edit': null;
  'missing.calendar': null;
  'missing.change': null;
  'missing.client': null;
  'missing.delivery': null;
  'missing.invitation': null;
  'missing.note': null;
  'missing.override': null;
  'missing.review': null;
  'missing.room': null;
  'missing.series': null;
  'missing.service': null;
  'missing.service_key': null;
  'missing.session': null;
  'missing.sign_in': null;
  'missing.specialist': null;
  'missing.staff': null;
  'missing.tenant': null;
  'missing.text': null;
  'missing.time_off': null;
  'missing.waitlist_entry': null;
  'missing.webhook': null;
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
  'move_asked.no_times': null;
  'move_asked.other': null;
  'move_asked.times': null;
  'move_asked.title': { specialist: string };
  'moving.ask': null;
  'moving.done': null;
  'moving.instead_of': { day: string; time: string };
  'moving.keep': null;
  'moving.move': null;
  'moving.now': { day: string; time: string };
  'moving.stays': null;
  'moving.title': null;
  'moving.yes': null;
  'my_data.after_visit': { service: string; moment: string };
  'my_data.ask': { count: number; business: string };
  'my_data.ask_again': { business: string };
  'my_data.bookings': { count: number };
  'my_data.calendars': { count: number };
  'my_data.email': { email: string };
  'my_data.file': null;
  'my_data.for_good': null;
  'my_data.forget': null;
  'my_data.forgotten': null;
  'my_data.keep': null;
  'my_data.name': { name: string };
  'my_data.no_phone': null;
  'my_data.none': null;
  'my_data.open': null;
  'my_data.rest': null;
  'my_data.reviews': { count: number };
  'my_data.sent': null;
  'my_data.series': { count: number };
  'my_data.title': { business: string };
  'my_data.visit_first': null;
  'my_data.waitlist': { count: number };
  'my_data.yes': null;
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
  'off.ask_cancel': { count: number; days: number };
  'off.away': { from: string; to: string };
  'off.back': null;
  'off.booking': null;
  'off.break': null;
  'off.busy': null;
  'off.cancel_all': { count: number };
  'off.check': { days: string };
  'off.closed_day': { day: string };
  'off.done': { days: string };
  'off.done_cancelled': { days: string; count: number };
  'off.first': null;
  'off.hold': null;
  'off.how': { count: number; days: number };
  'off.in_the_way': null;
  'off.keep': { days: number };
  'off.kept': { days: string; count: number };
  'off.last': { day: string };
  'off.line': { day: string; time: string; client: string; service: string };
  'off.move_of_day': { day: string; time: string; client: string };
  'off.move_one': { time: string; client: string };
  'off.none': null;
  'off.not_working': null;
  'off.note': { text: string };
  'off.only_this': { day: string };
  'off.pick': null;
  'off.remove': null;
  'off.removed': null;
  'off.rest': null;
  'off.rest_of': { day: string; time: string };
  'off.span': { from: string; to: string };
  'off.take': { days: number };
  'off.time_off': null;
  'off.title': null;
  'off.tomorrow': null;
  'off.touched': { count: number };
  'off.untouched': null;
  'off.way_line': { from: string; to: string; what: string };
  'off.yes_cancel': { count: number };
  'off_asking.ask': { count: number };
  'off_asking.call_line': { day: string; time: string; client: string; phone: string };
  'off_asking.done': { days: string; count: number };
  'off_asking.reads': { count: number };
  'off_asking.see': null;
  'off_asking.stay': { count: number; days: number };
  'off_asking.title': { days: string; count: number };
  'off_asking.title_call': { days: string };
  'off_asking.told_line': { day: string; time: string; client: string; service: string };
  'off_asking.yes': { count: number; days: number };
  'off_partly.broken': null;
  'off_partly.closed': { days: string };
  'off_partly.go_on': null;
  'off_versions.meanwhile': null;
  'off_versions.open': null;
  'ops.backup_failed': { since: string; reason: string; command: string };
  'ops.backup_well': null;
  'own_texts.all': null;
  'own_texts.anew': null;
  'own_texts.booking': null;
  'own_texts.broken': { rule: string };
  'own_texts.button': null;
  'own_texts.check': null;
  'own_texts.choosing': null;
  'own_texts.edit': null;
  'own_texts.greeting': null;
  'own_texts.hints': null;
  'own_texts.in_english': null;
  'own_texts.in_russian': null;
  'own_texts.leave': null;
  'own_texts.lost': null;
  'own_texts.menu': null;
  'own_texts.message': null;
  'own_texts.no_placeholders': null;
  'own_texts.notices': null;
  'own_texts.original': null;
  'own_texts.pick': { section: string };
  'own_texts.placeholders': { names: string };
  'own_texts.refused': { rule: string };
  'own_texts.reset': null;
  'own_texts.reviews': null;
  'own_texts.save': null;
  'own_texts.saved': null;
  'own_texts.tags': null;
  'own_texts.title': null;
  'own_texts.toast': null;
  'own_texts.waitlist': null;
  'own_texts.was_reset': null;
  'own_texts.write': null;
  'own_texts.yours': { day: string; time: string; by: string };
  'past.empty': null;
  'past.mine': null;
  'past.title': null;
  'past_day.passed': null;
  'phone.ask': null;
  'phone.change': null;
  'phone.give': null;
  'phone.later': null;
  'phone.left': null;
  'phone.needed': { business: string };
  'phone.saved': { phone: string };
  'phone.share': null;
  'problem.unexpected': null;
  'refusal.call': { phone: string };
  'refusal.limit': { limit: number };
  'refusal.too_late': { day: string; time: string };
  'refusal.too_near': null;
  'regular.after': { day: string; time: string; zone: string };
  'regular.arrange': null;
  'regular.arranged': { count: number };
  'regular.check': null;
  'regular.clash': null;
  'regular.days_ask': null;
  'regular.endless': null;
  'regular.every_fortnight': null;
  'regular.every_week': null;
  'regular.for': { name: string };
  'regular.fortnightly': null;
  'regular.from': { day: string; time: string; zone: string };
  'regular.goes_on': null;
  'regular.leave_out': { count: number };
  'regular.left_out': null;
  'regular.meanwhile': null;
  'regular.more': { count: number };
  'regular.no_end': null;
  'regular.none_fits': null;
  'regular.not_told': null;
  'regular.often': null;
  'regular.on': null;
  'regular.on_weekdays': null;
  'regular.otherwise': null;
  'regular.over': null;
  'regular.rule': { often: string; until: string };
  'regular.show': null;
  'regular.times': { count: number };
  'regular.title': null;
  'regular.told': null;
  'regular.until': null;
  'regular.weekly': null;
  'regular.weekly_on': { days: string };
  'repeat.last': { service: string };
  'repeat.nearest': { zone: string };
  'repeat.same': { zone: string };
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
  'rule.action_name': null;
  'rule.address': null;
  'rule.after': { other: string };
  'rule.ahead': null;
  'rule.as_given': null;
  'rule.at_least': { min: string };
  'rule.at_most': { max: string };
  'rule.beside': { other: string };
  'rule.body_length': null;
  'rule.bookings_only': null;
  'rule.braces': null;
  'rule.capital_letters': null;
  'rule.clients_only': null;
  'rule.clock_end': null;
  'rule.clock_time': null;
  'rule.close_tag': { tag: string };
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
  'rule.ids_or_conditions': null;
  'rule.in_address': null;
  'rule.in_body': null;
  'rule.in_sight': null;
  'rule.instant': null;
  'rule.json': null;
  'rule.json_object': null;
  'rule.json_text': null;
  'rule.json_utf8': null;
  'rule.key': null;
  'rule.kind_list': null;
  'rule.kind_number': null;
  'rule.kind_object': null;
  'rule.kind_other': null;
  'rule.kind_text': null;
  'rule.kind_whole': null;
  'rule.kind_yes_no': null;
  'rule.less_than': { max: string };
  'rule.less_than_sign': null;
  'rule.local_time': null;
  'rule.local_time_only': null;
  'rule.max_bytes': { max: string };
  'rule.max_characters': { max: string };
  'rule.max_depth': { max: string };
  'rule.max_items': { max: string };
  'rule.max_length': { max: string };
  'rule.max_values': { max: string };
  'rule.media_type': null;
  'rule.min_items': { min: string };
  'rule.min_length': { min: string };
  'rule.missing_form': { form: string; name: string };
  'rule.missing_placeholder': { name: string };
  'rule.month': null;
  'rule.more_than': { min: string };
  'rule.moves_only': null;
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
  'rule.not_counted': { name: string };
  'rule.not_empty': null;
  'rule.not_known_here': null;
  'rule.not_negative': null;
  'rule.not_open': null;
  'rule.not_start': null;
  'rule.not_theirs': null;
  'rule.nothing_to_change': null;
  'rule.nothing_to_move': null;
  'rule.occurrence': null;
  'rule.occurrence_ahead': null;
  'rule.occurrence_booked': null;
  'rule.occurrence_within': null;
  'rule.offered_only': null;
  'rule.offset': null;
  'rule.one_client': null;
  'rule.one_line': null;
  'rule.one_message': { max: string };
  'rule.one_of': { values: string };
  'rule.one_second': null;
  'rule.one_time_only': null;
  'rule.open_internet': null;
  'rule.open_tag': { tag: string };
  'rule.other_forms': null;
  'rule.outside_rules': null;
  'rule.over': null;
  'rule.overlap': { other: string };
  'rule.own_chat': null;
  'rule.password': null;
  'rule.phone': null;
  'rule.placeholder': null;
  'rule.port': null;
  'rule.price_below_deposit': null;
  'rule.public_key': null;
  'rule.readable': null;
  'rule.reasons_only': null;
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
  'rule.services_only': null;
  'rule.six_digits': null;
  'rule.skip_all': null;
  'rule.some_text': null;
  'rule.specialist_invitation': null;
  'rule.storable': null;
  'rule.strange_form': { form: string; name: string };
  'rule.strange_tag': { tag: string };
  'rule.time_zone': null;
  'rule.together': null;
  'rule.too_much': null;
  'rule.twice': null;
  'rule.two_years': null;
  'rule.tz_name': null;
  'rule.unknown_field': null;
  'rule.unknown_placeholder': { name: string };
  'rule.webhook_address': null;
  'rule.weekday': null;
  'rule.weekdays': { max: string };
  'rule.within_window': { other: string };
  'rule.years': { from: string; to: string };
  'rules_screens.ask_cancel_notice_minutes': null;
  'rules_screens.ask_complete_after_minutes': null;
  'rules_screens.ask_country': null;
  'rules_screens.ask_hold_minutes': null;
  'rules_screens.ask_max_future_bookings': null;
  'rules_screens.ask_phone_needed': null;
  'rules_screens.ask_quiet_from_hour': null;
  'rules_screens.ask_quiet_to_hour': null;
  'rules_screens.ask_reminder_minutes': null;
  'rules_screens.ask_review_request_minutes': null;
  'rules_screens.ask_series_horizon_days': null;
  'rules_screens.ask_series_hour': null;
  'rules_screens.ask_waitlist_hold_minutes': null;
  'rules_screens.at_once': null;
  'rules_screens.by_zone': null;
  'rules_screens.cancel_notice_minutes': null;
  'rules_screens.check': { rule: string; value: string; after: string };
  'rules_screens.complete_after_minutes': null;
  'rules_screens.country': null;
  'rules_screens.days': { count: number };
  'rules_screens.hold_minutes': null;
  'rules_screens.keep': null;
  'rules_screens.line': { rule: string; value: string };
  'rules_screens.max_future_bookings': null;
  'rules_screens.means_cancel_notice_minutes': null;
  'rules_screens.means_complete_after_minutes': null;
  'rules_screens.means_country': null;
  'rules_screens.means_hold_minutes': null;
  'rules_screens.means_max_future_bookings': null;
  'rules_screens.means_phone_needed': null;
  'rules_screens.means_quiet_from_hour': null;
  'rules_screens.means_quiet_to_hour': null;
  'rules_screens.means_reminder_minutes': null;
  'rules_screens.means_review_request_minutes': null;
  'rules_screens.means_series_horizon_days': null;
  'rules_screens.means_series_hour': null;
  'rules_screens.means_waitlist_hold_minutes': null;
  'rules_screens.never': null;
  'rules_screens.no': null;
  'rules_screens.not_understood': null;
  'rules_screens.now': { rule: string; value: string };
  'rules_screens.open': null;
  'rules_screens.other': null;
  'rules_screens.phone_needed': null;
  'rules_screens.quiet_from_hour': null;
  'rules_screens.quiet_to_hour': null;
  'rules_screens.refused': { rule: string };
  'rules_screens.reminder_minutes': null;
  'rules_screens.review_request_minutes': null;
  'rules_screens.save': null;
  'rules_screens.saved': null;
  'rules_screens.series_horizon_days': null;
  'rules_screens.series_hour': null;
  'rules_screens.short_cancel_notice_minutes': null;
  'rules_screens.short_complete_after_minutes': null;
  'rules_screens.short_country': null;
  'rules_screens.short_hold_minutes': null;
  'rules_screens.short_max_future_bookings': null;
  'rules_screens.short_phone_needed': null;
  'rules_screens.short_quiet_from_hour': null;
  'rules_screens.short_quiet_to_hour': null;
  'rules_screens.short_reminder_minutes': null;
  'rules_screens.short_review_request_minutes': null;
  'rules_screens.short_series_horizon_days': null;
  'rules_screens.short_series_hour': null;
  'rules_screens.short_waitlist_hold_minutes': null;
  'rules_screens.title': { business: string };
  'rules_screens.waitlist_hold_minutes': null;
  'rules_screens.yes': null;
  'running.ask': null;
  'running.ask_of': { specialist: string };
  'running.known': null;
  'running.line': { time: string; expected: string; client: string };
  'running.minutes': { count: number };
  'running.new': null;
  'running.no_chat': { phone: string };
  'running.no_way': null;
  'running.nobody': { count: number };
  'running.notice': { specialist: string; count: number; time: string; expected: string };
  'running.now_told': null;
  'running.other': null;
  'running.tell': { count: number };
  'running.title': { count: number };
  'running.told': { count: number };
  'running.told_nobody': null;
  'series.ask': { day: string; time: string };
  'series.ended': null;
  'series.from_here': null;
  'series.item': { service: string; specialist: string };
  'series.many': { count: number };
  'series.mine': null;
  'series.none': null;
  'series.of': null;
  'series.over': null;
  'series.pick': null;
  'series.title': null;
  'series.too_near': null;
  'service.free': null;
  'service.summary': { name: string; duration: string; price: string };
  'services.empty': null;
  'services.line': { name: string; duration: string; price: string };
  'services.of': { specialist: string };
  'services.title': null;
  'sign_in.code': { business: string; code: string; device: string; until: string };
  'sign_in.done': null;
  'sign_in.gone': null;
  'sign_in.line': { device: string; when: string };
  'sign_in.nowhere': null;
  'sign_in.open': null;
  'sign_in.out': null;
  'sign_in.title': null;
  'sign_in.warning': null;
  'specialists.any': null;
  'specialists.rated': { name: string; rating: number };
  'specialists.title': null;
  'staff.ask_cancel': null;
  'staff.button': { time: string; client: string };
  'staff.came': null;
  'staff.came_after_all': null;
  'staff.cancel': null;
  'staff.cancelled': null;
  'staff.client': { telegram_id: string; client: string };
  'staff.closed': null;
  'staff.copy_phone': { phone: string };
  'staff.everybody': null;
  'staff.everybody_title': { day: string };
  'staff.first_visit': null;
  'staff.history': null;
  'staff.keep': null;
  'staff.late': null;
  'staff.line': { time: string; client: string; service: string };
  'staff.marked': null;
  'staff.missed': null;
  'staff.missed_after_all': null;
  'staff.more_notes': { count: number };
  'staff.move': null;
  'staff.my_week': null;
  'staff.nobody': null;
  'staff.note': { text: string };
  'staff.notes': null;
  'staff.of': { specialist: string };
  'staff.off': null;
  'staff.one': { specialist: string; count: number };
  'staff.record': { visits: string; missed: string; cancelled: string };
  'staff.regular': null;
  'staff.series': null;
  'staff.show': null;
  'staff.this_week': null;
  'staff.to_day': { day: string };
  'staff.to_visit': null;
  'staff.too_long': { limit: string };
  'staff.week': null;
  'staff.week_all': { day: string; count: number };
  'staff.week_closed': { day: string };
  'staff.week_closed_with': { day: string; count: number };
  'staff.week_day': { mark: string; day: string; count: number; load: number };
  'staff.week_title': { from: string; to: string };
  'staff.why': null;
  'staff.with_reason': null;
  'staff.yes_cancel': null;
  'staff_change.by': { who: string; name: string };
  'staff_change.cancelled': null;
  'staff_change.client': null;
  'staff_change.completed': null;
  'staff_change.confirmed': null;
  'staff_change.created': null;
  'staff_change.held': null;
  'staff_change.line': { day: string; time: string; what: string };
  'staff_change.moved': null;
  'staff_change.moved_from': { day: string; time: string };
  'staff_change.no_show': null;
  'staff_change.other': null;
  'staff_change.program': null;
  'staff_change.reason': { reason: string };
  'staff_change.staff': null;
  'staff_change.system': null;
  'staff_change.title': null;
  'staff_series.ahead': null;
  'staff_series.already_booked': null;
  'staff_series.arrange': null;
  'staff_series.back': null;
  'staff_series.booked': { day: string; time: string };
  'staff_series.button': { client: string; service: string };
  'staff_series.clash': { day: string; time: string; why: string };
  'staff_series.clashes': { count: number };
  'staff_series.full': null;
  'staff_series.how': null;
  'staff_series.line': { client: string; service: string };
  'staff_series.moved': { day: string; time: string };
  'staff_series.next': { day: string; time: string };
  'staff_series.no_next': null;
  'staff_series.none': null;
  'staff_series.not_offered': null;
  'staff_series.of': { client: string; service: string };
  'staff_series.on_day_off': { day: string; time: string };
  'staff_series.outside_hours': null;
  'staff_series.past': null;
  'staff_series.taken': null;
  'staff_series.title': null;
  'staff_status.cancelled': null;
  'staff_status.completed': null;
  'staff_status.confirmed': null;
  'staff_status.held': null;
  'staff_status.no_show': null;
  'staff_status.pending_payment': null;
  'stats.ahead': { count: number };
  'stats.busiest': { when: string };
  'stats.by_day': null;
  'stats.by_week': null;
  'stats.cancelled': { count: number };
  'stats.clients': { fresh: number; returning: number };
  'stats.completed': { count: number };
  'stats.last_month': null;
  'stats.last_week': null;
  'stats.load': null;
  'stats.load_line': { name: string; load: string };
  'stats.menu': null;
  'stats.money': { amount: string };
  'stats.no_show': { count: number; rate: string };
  'stats.picture': null;
  'stats.service_line': { name: string; count: number };
  'stats.services': null;
  'stats.this_month': null;
  'stats.this_week': null;
  'stats.title': { from: string; to: string };
  'stats.total': { count: number };
  'status.cancelled': null;
  'status.completed': null;
  'status.confirmed': null;
  'status.held': null;
  'status.no_show': null;
  'status.pending_payment': null;
  'taken.gone': null;
  'taken.nearest': { zone: string };
  'taken.other': null;
  'taken.title': null;
  'time.zone': { zone: string };
  'visit_moving.ask': null;
  'visit_moving.busy_client': null;
  'visit_moving.near': null;
  'visit_moving.no_near': null;
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
  'webhooks.given_up': { host: string };
  'weekday.again': null;
  'weekday.back': null;
  'weekday.change': null;
  'weekday.close': null;
  'weekday.copy': null;
  'weekday.copy_ask': { day: string; hours: string };
  'weekday.day': { day: string; hours: string };
  'weekday.from': { day: string };
  'weekday.half_hours': null;
  'weekday.in_words': null;
  'weekday.more': null;
  'weekday.open': null;
  'weekday.open_day': null;
  'weekday.paste': null;
  'weekday.title': { zone: string };
  'weekday.to_day': { day: string };
  'weekday.until': { day: string; from: string };
  'weekday.whole_hours': null;
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
    'audit.action.analytics.chart': 'Statistics looked at as a picture',
    'audit.action.analytics.export': 'Bookings exported',
    'audit.action.analytics.summary': 'Statistics looked at',
    'audit.action.assistants.archive': 'Assistant archived',
    'audit.action.assistants.create': 'Assistant added',
    'audit.action.assistants.issue_key': 'Key of an assistant issued',
    'audit.action.assistants.list': 'Assistants looked at',
    'audit.action.assistants.revoke_key': 'Key of an assistant revoked',
    'audit.action.assistants.update': 'Assistant changed',
    'audit.action.audit.list': 'Audit log looked at',
    'audit.action.audit.omit': 'More refusals than fit here',
    'audit.action.bookings.agenda': "Day's bookings looked at",
    'audit.action.bookings.ask_to_move': 'Client asked to move a visit',
    'audit.action.bookings.cancel': 'Booking cancelled',
    'audit.action.bookings.complete': 'Visit marked as done',
    'audit.action.bookings.confirm': 'Booking confirmed',
    'audit.action.bookings.create': 'Booking made',
    'audit.action.bookings.delay': 'Delay looked at',
    'audit.action.bookings.export_list': 'Bookings exported as a table',
    'audit.action.bookings.get': 'Booking looked at',
    'audit.action.bookings.history': 'History of a booking looked at',
    'audit.action.bookings.list': 'Bookings looked at',
    'audit.action.bookings.move': 'Booking moved',
    'audit.action.bookings.no_show': 'Visit marked as missed',
    'audit.action.bookings.repeat_offer': 'Same visit again looked for',
    'audit.action.bookings.tell_late': 'Clients told of a delay',
    'audit.action.broadcasts.cancel': 'Broadcast cancelled',
    'audit.action.broadcasts.create': 'Broadcast written',
    'audit.action.broadcasts.get': 'Broadcast looked at',
    'audit.action.broadcasts.list': 'Broadcasts looked at',
    'audit.action.broadcasts.pause': 'Broadcast paused',
    'audit.action.broadcasts.preview': 'Broadcast previewed',
    'audit.action.broadcasts.recipients': 'Recipients of a broadcast looked at',
    'audit.action.broadcasts.resume': 'Broadcast resumed',
    'audit.action.broadcasts.set_news': 'News wanted or not',
    'audit.action.broadcasts.start': 'Broadcast started',
    'audit.action.broadcasts.test': 'Broadcast tested',
    'audit.action.broadcasts.update': 'Broadcast changed',
    'audit.action.calendars.feed_create': 'Calendar address made',
    'audit.action.calendars.feed_list': 'Calendar addresses looked at',
    'audit.action.calendars.feed_revoke': 'Calendar address revoked',
    'audit.action.calendars.import_create': 'Outside calendar added',
    'audit.action.calendars.import_delete': 'Outside calendar removed',
    'audit.action.calendars.import_list': 'Outside calendars looked at',
    'audit.action.calendars.import_sync': 'Outside calendar read',
    'audit.action.clients.add_note': 'Note about a client added',
    'audit.action.clients.create': 'Client added',
    'audit.action.clients.delete_note': 'Note about a client deleted',
    'audit.action.clients.export': 'Data of a client exported',
    'audit.action.clients.export_list': 'Clients exported as a table',
    'audit.action.clients.forget': 'Client forgotten',
    'audit.action.clients.get': 'Card of a client looked at',
    'audit.action.clients.link_phone': 'Own telephone number shared',
    'audit.action.clients.list': 'Clients looked at',
    'audit.action.clients.list_notes': 'Notes about a client looked at',
    'audit.action.clients.merge': 'Two clients merged',
    'audit.action.clients.set_tags': 'Tags of a client changed',
    'audit.action.clients.update': 'Client changed',
    'audit.action.editing.bulk_get': 'Change of many looked at',
    'audit.action.editing.bulk_items': 'Parts of a change of many looked at',
    'audit.action.editing.bulk_list': 'Changes of many looked at',
    'audit.action.editing.bulk_preview': 'Change of many tried out',
    'audit.action.editing.bulk_start': 'Many changed at once',
    'audit.action.editing.bulk_undo': 'Change of many undone',
    'audit.action.editing.change': 'Fields changed',
    'audit.action.editing.fields': 'List of fields looked at',
    'audit.action.editing.get': 'Fields looked at',
    'audit.action.editing.history': 'History of fields looked at',
    'audit.action.editing.undo': 'Change of a field undone',
    'audit.action.internal.call': 'Call of a far bot',
    'audit.action.mcp.call': 'Call by MCP',
    'audit.action.notifications.list': 'Messages looked at',
    'audit.action.notifications.pull': 'Messages fetched by a far bot',
    'audit.action.notifications.repeat': 'Message sent again',
    'audit.action.notifications.report': 'Far bot told what became of a message',
    'audit.action.notifications.set_delivery': 'Delivery of a bot changed',
    'audit.action.operator.init_admin': 'First administrator made',
    'audit.action.people.accept_invitation': 'Invitation accepted',
    'audit.action.people.get_staff': 'Member of the team looked at',
    'audit.action.people.invite': 'Invitation made',
    'audit.action.people.list_invitations': 'Invitations looked at',
    'audit.action.people.list_specialists': 'Specialists looked at',
    'audit.action.people.list_staff': 'Team looked at',
    'audit.action.people.me': 'Asked who they are',
    'audit.action.people.remove_staff': 'Member of the team removed',
    'audit.action.people.revoke_invitation': 'Invitation taken back',
    'audit.action.people.set_reachable': 'Bot blocked or let in again',
    'audit.action.people.set_role': 'Role changed',
    'audit.action.people.update_me': 'Own name or language changed',
    'audit.action.reminders.ack': 'Event acknowledged',
    'audit.action.reminders.create': 'Reminder of an assistant made',
    'audit.action.reminders.dead_letters': 'Undelivered events looked at',
    'audit.action.reminders.delete': 'Reminder of an assistant deleted',
    'audit.action.reminders.events': 'Events fetched',
    'audit.action.reminders.get': 'Reminder of an assistant looked at',
    'audit.action.reminders.list': 'Reminders of an assistant looked at',
    'audit.action.reminders.preview': 'Recurrence tried out',
    'audit.action.reminders.resend': 'Event sent again',
    'audit.action.reminders.scheduled': 'Next reminders looked at',
    'audit.action.reminders.update': 'Reminder of an assistant changed',
    'audit.action.reviews.create': 'Review written',
    'audit.action.reviews.hide': 'Review hidden',
    'audit.action.reviews.list': 'Reviews looked at',
    'audit.action.reviews.reply': 'Review answered',
    'audit.action.reviews.unhide': 'Review shown again',
    'audit.action.reviews.update': 'Review changed',
    'audit.action.rooms.archive': 'Room archived',
    'audit.action.rooms.create': 'Room added',
    'audit.action.rooms.get': 'Room looked at',
    'audit.action.rooms.list': 'Rooms looked at',
    'audit.action.rooms.restore': 'Room restored',
    'audit.action.rooms.update': 'Room changed',
    'audit.action.scheduling.add_time_off': 'Time off added',
    'audit.action.scheduling.check_hours': 'Other hours tried',
    'audit.action.scheduling.check_override': 'Other hours of a day tried',
    'audit.action.scheduling.day': 'Day of a specialist looked at',
    'audit.action.scheduling.day_hours': 'Hours of a day looked at',
    'audit.action.scheduling.free_slots_day': 'Free time of a day looked at',
    'audit.action.scheduling.free_slots_range': 'Free time of several days looked at',
    'audit.action.scheduling.hours': 'Working hours looked at',
    'audit.action.scheduling.month': 'Month looked at',
    'audit.action.scheduling.of_person': 'Own schedule looked at',
    'audit.action.scheduling.override': 'Special day looked at',
    'audit.action.scheduling.overrides': 'Special days looked at',
    'audit.action.scheduling.preview': 'Schedule tried out',
    'audit.action.scheduling.range': 'Days of a specialist looked at',
    'audit.action.scheduling.remove_override': 'Special day taken back',
    'audit.action.scheduling.remove_time_off': 'Time off taken back',
    'audit.action.scheduling.room_range': 'Days of a room looked at',
    'audit.action.scheduling.set_hours': 'Working hours changed',
    'audit.action.scheduling.set_override': 'Hours of a day changed',
    'audit.action.scheduling.time_off': 'Time off looked at',
    'audit.action.scheduling.why_not': 'Asked why a time is not offered',
    'audit.action.series.cancel_occurrence': 'One visit of a series cancelled',
    'audit.action.series.create': 'Series made',
    'audit.action.series.end': 'Series ended',
    'audit.action.series.get': 'One series looked at',
    'audit.action.series.list': 'Series looked at',
    'audit.action.series.move': 'Series moved',
    'audit.action.series.preview': 'Series tried out',
    'audit.action.service_keys.create': 'Service key made',
    'audit.action.service_keys.list': 'Service keys looked at',
    'audit.action.service_keys.revoke': 'Service key revoked',
    'audit.action.service_keys.rotate': 'Second service key made',
    'audit.action.services.archive': 'Service archived',
    'audit.action.services.card': 'Card of a service looked at',
    'audit.action.services.create': 'Service added',
    'audit.action.services.get': 'Service looked at',
    'audit.action.services.givers': 'Specialists of a service looked at',
    'audit.action.services.list': 'Services looked at',
    'audit.action.services.remove_giver': 'Service taken from a specialist',
    'audit.action.services.restore': 'Service restored',
    'audit.action.services.set_giver': 'Service given to a specialist',
    'audit.action.services.set_rooms': 'Rooms of a service changed',
    'audit.action.services.update': 'Service changed',
    'audit.action.sessions.create': 'Signed in',
    'audit.action.sessions.end': 'Signed out',
    'audit.action.sessions.list': 'Own sessions looked at',
    'audit.action.sessions.revoke': 'Session ended',
    'audit.action.sessions.revoke_others': 'Signed out everywhere else',
    'audit.action.sign_in.start': 'Sign-in begun',
    'audit.action.sign_in.take_code': 'Sign-in code told in the chat',
    'audit.action.specialists.archive': 'Specialist archived',
    'audit.action.specialists.card': 'Card of a specialist looked at',
    'audit.action.specialists.create': 'Specialist added',
    'audit.action.specialists.restore': 'Specialist restored',
    'audit.action.specialists.update': 'Specialist changed',
    'audit.action.tenants.bots': 'Bots looked at',
    'audit.action.tenants.rules': 'Rules looked at',
    'audit.action.tenants.update_rules': 'Rules changed',
    'audit.action.texts.get': 'Text looked at',
    'audit.action.texts.history': 'History of a text looked at',
    'audit.action.texts.list': 'Texts looked at',
    'audit.action.texts.own': 'Own wordings asked for',
    'audit.action.texts.preview': 'Wording tried',
    'audit.action.texts.reset': 'Wording undone',
    'audit.action.texts.set': 'Text worded anew',
    'audit.action.waitlist.decline': 'Offered time declined',
    'audit.action.waitlist.join': 'Waiting list joined',
    'audit.action.waitlist.leave': 'Waiting list left',
    'audit.action.waitlist.list': 'Waiting list looked at',
    'audit.action.waitlist.take': 'Offered time taken',
    'audit.action.webhooks.activate': 'Webhook switched on',
    'audit.action.webhooks.create': 'Webhook added',
    'audit.action.webhooks.deactivate': 'Webhook switched off',
    'audit.action.webhooks.delete': 'Webhook taken away',
    'audit.action.webhooks.deliveries': 'Messages of a webhook looked at',
    'audit.action.webhooks.get': 'Webhook looked at',
    'audit.action.webhooks.list': 'Webhooks looked at',
    'audit.action.webhooks.resend': 'Message of a webhook sent again',
    'audit.action.webhooks.rotate_secret': 'Secret of a webhook changed',
    'audit.action.webhooks.test': 'Webhook tried out',
    'audit.action.webhooks.update': 'Webhook changed',
    'audit.outcome.done': 'Done',
    'audit.outcome.omitted': 'Counted, not listed',
    'audit_screens.anybody': 'Everybody',
    'audit_screens.booking': '{client}, {service}, {day}, {time}',
    'audit_screens.by_kind': '🔍 What',
    'audit_screens.by_person': '👤 Of whom',
    'audit_screens.column_at': 'When',
    'audit_screens.column_code': 'Code',
    'audit_screens.column_outcome': 'Outcome',
    'audit_screens.column_role': 'Role',
    'audit_screens.column_subject': 'Of what',
    'audit_screens.column_times': 'Times',
    'audit_screens.column_what': 'What',
    'audit_screens.column_who': 'Who',
    'audit_screens.earlier': 'Earlier ›',
    'audit_screens.everything': '🧾 Everything of everybody',
    'audit_screens.file': '📄 As a file',
    'audit_screens.guest': 'a visitor',
    'audit_screens.kind_all': 'Everything',
    'audit_screens.kind_ask': '<b>What shall I look for?</b>',
    'audit_screens.kind_away': 'Time off',
    'audit_screens.kind_broadcasts': 'Broadcasts',
    'audit_screens.kind_cancelled': 'Cancellations',
    'audit_screens.kind_created': 'Bookings made',
    'audit_screens.kind_hours': 'Working hours',
    'audit_screens.kind_moved': 'Visits moved',
    'audit_screens.kind_refused': 'Refusals',
    'audit_screens.kind_roles': 'Roles',
    'audit_screens.kind_rules': 'Rules',
    'audit_screens.kind_services': 'Services',
    'audit_screens.kind_texts': 'Texts',
    'audit_screens.latest': '« Latest',
    'audit_screens.line': '<i>{day}, {time}</i> · <b>{who}</b>',
    'audit_screens.none': 'Nothing that fits.',
    'audit_screens.open': '🧾 Who did what',
    'audit_screens.person_ask': '<b>Of whom?</b>',
    'audit_screens.program': 'a program',
    'audit_screens.refused': '⛔ {why}',
    'audit_screens.sent': '{count, plural, one {# line is on its way} other {# lines are on their way}}',
    'audit_screens.somebody': 'somebody',
    'audit_screens.system': 'the program itself',
    'audit_screens.title': '🧾 <b>Who did what</b>, the latest first',
    'audit_screens.what': '{what}',
    'audit_screens.what_of': '{what}: {about}',
    'away.as_of':
      '🕓 <i>This is how it was at {time}: the appointment book does not answer right now, and things may have changed since.</i>',
    'away.book':
      'We cannot book just now: the appointment book does not answer. Please tap this button again in a minute; you will not be booked twice.',
    'away.book_or_call':
      'We cannot book just now: the appointment book does not answer. Tap this button in a minute (you will not be booked twice), or call {phone}',
    'away.change':
      'This cannot be done just now: the appointment book does not answer. Please tap this button again in a minute.',
    'away.change_or_call':
      'This cannot be done just now: the appointment book does not answer. Tap this button in a minute, or call {phone}',
    'booking.again': '🔁 Book again',
    'booking.cancel': '❌ Cancel',
    'booking.changeable': 'You can move or cancel it until {day}, {time}.',
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
    'bookings.item': '{moment} · {service}',
    'bookings.title':
      '{count, plural, one {You have <b># booking</b> ahead.} other {You have <b># bookings</b> ahead.}}',
    'broadcast.again': '🔔 Send me news again',
    'broadcast.no_more': '🔕 No more news',
    'broadcast.off': '🔕 <b>No more news from us.</b>\nReminders and news of your own visits still come.',
    'broadcast.on': '🔔 <b>You will hear our news again.</b>',
    'broadcast_screens.all': 'everybody',
    'broadcast_screens.all_told': 'Everybody has got it.',
    'broadcast_screens.any_hour': '☀️ It is sent at any hour.',
    'broadcast_screens.ask_call_off': '<b>Call it off for good?</b>\nWho has got it keeps it, nobody else gets it.',
    'broadcast_screens.ask_drop': '<b>Throw this draft away?</b>',
    'broadcast_screens.ask_later':
      '🕑 <b>Begin on {day}, {time}?</b>\nAs it stands now {count, plural, one {# person} other {# people}} would get it.',
    'broadcast_screens.ask_start':
      '🚀 <b>Send it to {count, plural, one {# person} other {# people}}?</b>\nWhat has been started stays as it is.',
    'broadcast_screens.at_time': '🕑 At a time',
    'broadcast_screens.away': '{count, plural, one {Not for # day} other {Not for # days}}',
    'broadcast_screens.away_since': 'last here before {day}',
    'broadcast_screens.begins': '🕑 <b>Begins on {day}, {time}</b>',
    'broadcast_screens.by_language': 'Russian: {ru} · English: {en}',
    'broadcast_screens.by_service': '💼 By service',
    'broadcast_screens.by_tag': '🏷 By tag',
    'broadcast_screens.by_visit': '🕘 By the last visit',
    'broadcast_screens.call_off': '✖️ Call off',
    'broadcast_screens.cancelled': '✖️ <b>Called off</b>',
    'broadcast_screens.count_failed': '⚠️ Not delivered: {count}',
    'broadcast_screens.count_opted_out': '🔕 Want no news: {count}',
    'broadcast_screens.count_sent': '📨 Told: <b>{sent}</b> of {total}',
    'broadcast_screens.count_uncertain': '❓ Nobody knows whether they have it: {count}',
    'broadcast_screens.count_unreachable': '🚫 Have blocked the bot: {count}',
    'broadcast_screens.count_waiting': '⏳ Still to be told: {count}',
    'broadcast_screens.create': '➕ Write one',
    'broadcast_screens.draft': '📝 <b>Draft</b>',
    'broadcast_screens.drop': '🗑 Throw away',
    'broadcast_screens.everybody': '👥 Everybody again',
    'broadcast_screens.finished': '☑️ <b>Sent</b>',
    'broadcast_screens.growing': 'They are still being found: the numbers grow.',
    'broadcast_screens.here': '{count, plural, one {Within # day} other {Within # days}}',
    'broadcast_screens.here_since': 'here on {day} or later',
    'broadcast_screens.in_en': 'English',
    'broadcast_screens.in_ru': 'Russian',
    'broadcast_screens.left_out':
      'Left out: blocked the bot {unreachable} · want no news {opted_out} · not in the chat {without_chat}',
    'broadcast_screens.look': '👁 Preview',
    'broadcast_screens.looks': '👁 <b>This is what {name} would read:</b>',
    'broadcast_screens.missed': '🧾 Who has not got it',
    'broadcast_screens.missed_title': '🧾 <b>Who has not got it</b>',
    'broadcast_screens.never_told': '⏳ Never told: {count}',
    'broadcast_screens.nobody': '👁 <b>Nobody would get it now.</b>\nPlease choose others.',
    'broadcast_screens.none': 'There have been none so far.',
    'broadcast_screens.now': '🚀 Now',
    'broadcast_screens.of_service': 'who have or had “{service}”',
    'broadcast_screens.of_tag': 'with the tag “{tag}”',
    'broadcast_screens.open': '📣 Broadcasts',
    'broadcast_screens.pause': '⏸ Pause',
    'broadcast_screens.paused': '⏸ <b>Paused</b>',
    'broadcast_screens.quiet': '🌙 At night it waits for the morning.',
    'broadcast_screens.reach': '📬 Would get it now: <b>{count, plural, one {# person} other {# people}}</b>',
    'broadcast_screens.refresh': '🔄 How far is it?',
    'broadcast_screens.resume': '▶️ Go on',
    'broadcast_screens.running': '📤 <b>Being sent</b>',
    'broadcast_screens.said_en': '<b>In English</b>',
    'broadcast_screens.said_ru': '<b>In Russian</b>',
    'broadcast_screens.scheduled': '🕑 <b>Begins soon</b>',
    'broadcast_screens.send': '🚀 Send',
    'broadcast_screens.service_ask': '<b>Who have or had which service?</b>',
    'broadcast_screens.set_any_hour': '☀️ Send at any hour',
    'broadcast_screens.set_quiet': '🌙 Wait at night',
    'broadcast_screens.tag_ask': '<b>With which tag?</b>\nPlease write it.',
    'broadcast_screens.test': '📨 Test to me',
    'broadcast_screens.tested': 'It is on its way to you',
    'broadcast_screens.text_en': '✏️ English text',
    'broadcast_screens.text_ru': '✏️ Russian text',
    'broadcast_screens.time_ask': '<b>When shall it begin?</b>\nFor example 18:30 or 15.03 10:00.',
    'broadcast_screens.time_wrong':
      'I have not understood that time, or it has passed. For example 18:30 or 15.03 10:00.',
    'broadcast_screens.title': '📣 <b>Broadcasts</b>\nNews of the business, told to many clients at once.',
    'broadcast_screens.to': '👥 To: {whom}',
    'broadcast_screens.visit_ask': '<b>When were they here last?</b>',
    'broadcast_screens.whom': '👥 To whom',
    'broadcast_screens.whom_ask': '<b>To whom?</b>\nAll that you choose has to hold together.',
    'broadcast_screens.write':
      '<b>What shall we tell them?</b>\nWrite the text in {language}. {sign} becomes the name of whoever reads it.',
    'broadcast_screens.wrong': 'That cannot be used: {rule}. Please write it in another way.',
    'broadcast_screens.yes_call_off': 'Yes, for good',
    'broadcast_screens.yes_later': '✅ Begin then',
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
    'command.data': 'What is kept about me',
    'command.day': 'My day',
    'command.help': 'How this works, contacts',
    'command.hours': 'Working hours',
    'command.language': 'Language',
    'command.late': 'Tell clients that I am late',
    'command.links': 'Links for clients',
    'command.manage': 'Manage the business',
    'command.my': 'My bookings',
    'command.off': 'Days off',
    'command.start': 'Start and menu',
    'command.week': 'My week',
    'confirm.changeable': 'You will be able to move or cancel it here until {day}, {time}.',
    'confirm.title': '<b>Please check and confirm</b>',
    'confirm.too_near': 'You will not be able to move or cancel it here: it is soon.',
    'confirm.yes': '✅ Confirm',
    'day.calendar': '🗓 Calendar',
    'day.earlier': '‹ Earlier',
    'day.later': 'Later ›',
    'day.none': '<b>{day}</b>: no free time. Another day, perhaps?',
    'day.pick': '<b>{day}</b>: please pick a time ({zone}).',
    'day.seats': '{time} · {count, plural, one {# place} other {# places}}',
    'detail.again_in': 'Possible again in {seconds} s.',
    'detail.foreign_page': 'The request comes from a page of another site.',
    'detail.limit': 'At most {limit}.',
    'detail.methods': 'Possible here: {methods}.',
    'detail.not_signed_in': 'Sign in, or send a service key in X-Service-Key.',
    'detail.not_yours': '{field}: this is decided by others.',
    'detail.too_large': 'The body may have {limit} KiB at most.',
    'detail.tries': 'Tries left: {left}.',
    'detail.unauthenticated': 'A service key is needed in {header}.',
    'detail.wrong_key': 'The key in {header} is not one of this installation: it is wrong, or was taken back.',
    'editing.active': 'Offered',
    'editing.address': 'Address',
    'editing.buffer_after': 'Buffer after, minutes',
    'editing.buffer_before': 'Buffer before, minutes',
    'editing.business': 'Business',
    'editing.cancel_notice': 'Clients may cancel until, minutes before',
    'editing.capacity': 'Seats',
    'editing.client': 'Client',
    'editing.complete_after': 'Visit counts as done, minutes after',
    'editing.country': 'Country of phone numbers',
    'editing.currency': 'Currency',
    'editing.deposit': 'Deposit',
    'editing.description': 'Description',
    'editing.duration': 'Duration, minutes',
    'editing.email': 'E-mail',
    'editing.hold': 'Time is held for, minutes',
    'editing.horizon': 'Open for booking, days ahead',
    'editing.max_future_bookings': 'Bookings ahead per client',
    'editing.min_notice': 'Minimum notice, minutes',
    'editing.name': 'Name',
    'editing.packed': 'Fill gaps in the day',
    'editing.phone': 'Phone',
    'editing.phone_needed': 'Phone number needed',
    'editing.position': 'Place in the list',
    'editing.price': 'Price',
    'editing.quiet_from': 'Quiet from, hour',
    'editing.quiet_to': 'Quiet until, hour',
    'editing.reminders': 'Reminders, minutes before',
    'editing.review_request': 'Ask for a review, minutes after',
    'editing.room': 'Room',
    'editing.series_horizon': 'Series take time, days ahead',
    'editing.series_hour': 'Hour at which series go on',
    'editing.service': 'Service',
    'editing.specialist': 'Specialist',
    'editing.step': 'Step between starts, minutes',
    'editing.tags': 'Tags',
    'editing.title': 'Name',
    'editing.translations': 'In other languages',
    'editing.waitlist_hold': 'Waitlist offer is held for, minutes',
    'error.already_booked': 'You already have a booking at that time.',
    'error.already_reviewed': 'There is a review of this visit already.',
    'error.already_staff': 'You work here in this role already.',
    'error.already_waiting': 'You are on the waiting list for these days already.',
    'error.booking_limit_reached': 'You have as many visits booked ahead as possible.',
    'error.booking_not_changeable': 'This booking can no longer be changed.',
    'error.broadcast_not_changeable': 'This message to many cannot be changed that way any more.',
    'error.bulk_not_undoable': 'This change of many is under way, or has been taken back.',
    'error.calendar_limit_reached': 'That is as many outside calendars as one person can have.',
    'error.called_off': 'This message was called off and must not be sent.',
    'error.changed_meanwhile': 'Somebody else has changed this meanwhile.',
    'error.client_changed': "The client's card has just been changed. Please try once more.",
    'error.contact_not_yours': 'This number is not yours. Please share your own.',
    'error.forbidden': 'This is not yours to do here.',
    'error.headers_too_large': 'The headers of the request are too large.',
    'error.hold_expired': 'The time we held for you has run out.',
    'error.idempotency_key_reused': 'This was already sent with other contents.',
    'error.internal': 'Something went wrong on our side.',
    'error.invalid_input': 'Something in the request is not right.',
    'error.key_limit_reached': 'There are as many keys that work as there may be. Please revoke one first.',
    'error.last_admin': 'A business needs at least one owner. Please name another one first.',
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
    'error.phone_needed': 'Your telephone number is needed for a booking here.',
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
    'error.specialist_taken': 'Somebody works here as this specialist already.',
    'error.time_taken': 'Something else already takes that time.',
    'error.too_large': 'The request is too large.',
    'error.too_late_to_change': 'It is too late to change this booking here.',
    'error.too_many_requests': 'A little slower, please. Try again in a few seconds.',
    'error.unauthenticated': 'Please sign in first.',
    'error.unavailable': 'The appointment book does not answer right now. Please try again in a minute.',
    'error.unsupported_media_type': 'We read JSON only.',
    'error.waitlist_limit_reached':
      'You are waiting for as many times as one may. Please leave one of the lists first.',
    'error.webhook_limit_reached': 'No more outside systems can be told.',
    'error.webhook_switched_off': 'This webhook is switched off.',
    'error.wrong_code': 'This code does not work, or no longer. Ask the bot for a new one.',
    'help.address': '📍 {address}',
    'help.manage': '🛠 /manage: clients, services, staff, rules',
    'help.manager':
      '🗓 /day: the day of the whole team\n📆 /week: its week\n🛠 /manage: clients, services, staff, rules\n🔗 /links: links for clients',
    'help.phone': '📞 {phone}',
    'help.staff':
      '🗓 /day: your day\n📆 /week: your week\n⏳ /late: tell clients that you are late\n🏖 /off: days off\n🔗 /links: links for your clients',
    'help.text':
      'I keep the appointment book of <b>{business}</b>.\n\n📅 /book: choose a service and a time\n🗒 /my: your bookings, moving and cancelling them\n👤 /data: what is kept about you\n🌐 /language: change the language\n\nReminders come by themselves.',
    'hint.cancel': 'All right, nothing is booked or changed. To cancel a visit you have, open it in “My bookings”.',
    'hint.group': "Please write to me in private: bookings are nobody else's business.",
    'hint.group_open': 'Write in private',
    'hint.left': 'Left as it was. What would you like to do?',
    'hint.link': 'This link leads to something that is no longer offered. Please choose here:',
    'hint.lost': 'Sorry, I have lost the thread of what we were talking about. Please choose:',
    'hint.old_menu': 'That menu was an old one. Here is a fresh one.',
    'hint.slower': 'A little slower, please: I have not read this. Send it again in a moment.',
    'hint.text': 'I understand buttons best 🙂 Please choose one:',
    'hours_screens.after': '<i>From now on</i>',
    'hours_screens.again': '✏️ Write anew',
    'hours_screens.all': '‹ All hours',
    'hours_screens.as_weekly': 'As in every week.',
    'hours_screens.before': '<i>Until now</i>',
    'hours_screens.check': '<b>Please check the new hours</b>',
    'hours_screens.close_day': '🔒 Close the day',
    'hours_screens.closed': 'day off',
    'hours_screens.day_ask': '<b>{day}: which hours?</b>\nFor example 9–13, 14–18, or “closed”.',
    'hours_screens.day_meanwhile':
      '⚠️ <b>Somebody else has changed the hours of this day meanwhile. Please look once more:</b>',
    'hours_screens.day_title': '🗓 <b>{day}</b>',
    'hours_screens.day_wrong': 'I have not understood “{what}”. For example 9–13, 14–18, or “closed”.',
    'hours_screens.keep': 'Leave as it is',
    'hours_screens.meanwhile': '⚠️ <b>Somebody else has changed the week meanwhile. Please look once more:</b>',
    'hours_screens.no_hours': 'no weekly hours',
    'hours_screens.open': '🕑 Working hours',
    'hours_screens.others': '<b>Other hours on</b>',
    'hours_screens.outside':
      '⚠️ <b>{count, plural, one {# visit lies outside of these hours and stays booked:} other {# visits lie outside of these hours and stay booked:}}</b>',
    'hours_screens.outside_line': '• {day}, {time} {client}',
    'hours_screens.pick': '🗓 Other hours on a day',
    'hours_screens.pick_ask': '<b>On which day?</b>\n🟡 there are visits',
    'hours_screens.refused': 'Such hours cannot be saved: {rule}.',
    'hours_screens.restore_day': '↩️ As in every week',
    'hours_screens.save': '✅ Save',
    'hours_screens.saved': 'The hours are saved',
    'hours_screens.season_from': 'from {day}',
    'hours_screens.season_until': 'until {day}',
    'hours_screens.title': '🕑 <b>Working hours</b> ({zone})',
    'hours_screens.untouched': '✅ No visit is touched.',
    'hours_screens.week_ask':
      '<b>Which hours from now on?</b>\nWrite the whole week, days first, for example:\nMon–Fri 9–13, 14–18; Sat 10–14',
    'hours_screens.week_wrong':
      'I have not understood “{what}”. Days stand first, then their hours, for example:\nMon–Fri 9–13, 14–18; Sat 10–14',
    'hours_screens.write': '✏️ Change the week',
    'hours_screens.write_day': '✏️ Other hours',
    'language.choose': 'Which language shall we speak?',
    'language.saved': 'Done, English it is',
    'links.line': '{name}\n{url}',
    'links.not_staff': 'These links are for those who work here.',
    'links.open': '🔗 Links for clients',
    'links.title':
      '🔗 <b>Links for clients</b>\nFor a poster, a website or a chat: each opens the bot in the right place.',
    'manage.add_note': '📝 Note',
    'manage.again': '🔁 The same again',
    'manage.again_near': 'That weekday and time is taken. The nearest:',
    'manage.again_same': 'The same weekday and time is free on:',
    'manage.ahead': '🗓 Ahead',
    'manage.ahead_title':
      '{count, plural, =0 {Nothing is booked ahead.} one {<b># booking</b> ahead:} other {<b># bookings</b> ahead:}}',
    'manage.all_notes': '📝 All notes',
    'manage.already_booked': 'The client already has a booking at that time.',
    'manage.anyway': '⚠️ Book all the same',
    'manage.anyway_ask': '⚠️ <b>This is outside the rules.</b>\n{why}\nBook all the same?',
    'manage.back': '🛠 Manage',
    'manage.book': '📅 Book for them',
    'manage.choice_over': 'That choice is over. Please find the client once more.',
    'manage.client_name': '👤 <b>{name}</b>',
    'manage.create': '➕ New client',
    'manage.created': 'The client is written down',
    'manage.duration': '🕑 Duration',
    'manage.duration_ask':
      '<b>How many minutes from now on?</b>\nA multiple of 5, for example 90. What is booked keeps its time.',
    'manage.duration_wrong': 'A multiple of 5 minutes, please, from 5 to 1440.',
    'manage.edit_tags': '🏷 Tags',
    'manage.email': '✉️ {email}',
    'manage.find': '🔎 Find a client',
    'manage.find_ask': '<b>Whom are you looking for?</b>\nWrite a part of the name or of the telephone number.',
    'manage.for': '🙋 For <b>{name}</b>',
    'manage.found':
      '{count, plural, one {Found <b># client</b>} other {Found <b># clients</b>}}: “{search}”.\nSomebody else? Just write.',
    'manage.found_none':
      'Nobody was found: “{search}”.\nTry another part of the name or number, or write down somebody new.',
    'manage.hours': '🕑 Working hours',
    'manage.hours_title': '🕑 <b>Working hours</b>',
    'manage.impossible': '<b>This cannot be booked.</b>\n{why}',
    'manage.invite': '➕ Invite',
    'manage.invite_ask': '<b>Whom shall we invite?</b>\nYou will get a link to pass on; it works once, for 24 hours.',
    'manage.invite_moderator': '🛠 A moderator',
    'manage.invite_specialist': '💼 As {name}',
    'manage.invited': '{count, plural, one {# invitation waits} other {# invitations wait}} to be accepted.',
    'manage.join_gone':
      'This invitation does not work, or no longer: a link works once, for 24 hours. Please ask for a new one.',
    'manage.keep': 'Leave as it is',
    'manage.last_visit': 'Last visit: {day}',
    'manage.limit':
      '{limit, plural, one {The client already has # visit booked ahead, as many as allowed.} other {The client already has # visits booked ahead, as many as allowed.}}',
    'manage.link':
      '🔗 <b>Invitation: {who}</b>\n{link}\n\nPass it on to one person in private. It works once, until {day}, {time}.',
    'manage.make_moderator': '🛠 Make a moderator',
    'manage.make_owner': '👑 Make an owner',
    'manage.make_specialist': '💼 Leave a specialist',
    'manage.member': '👤 <b>{name}</b>\n{role}',
    'manage.name_ask': "<b>What is the client's name?</b>",
    'manage.no_phone': 'Without a number',
    'manage.no_telegram': '💬 Not in Telegram',
    'manage.not_yours':
      'This is done by those who run the business, and you are not one of them now. If that is a mistake, please ask the owner.',
    'manage.note': '• {text} <i>({author}, {day})</i>',
    'manage.note_ask': '<b>What shall I note?</b>\nOnly the team sees it.',
    'manage.noted': '📝 Noted: {text}',
    'manage.notes': '📝 <b>{count, plural, one {# note} other {# notes}}</b>',
    'manage.open': '🛠 Manage',
    'manage.other_time': '⚠️ Another time',
    'manage.owner_ask': '<b>Make an owner?</b>\nOwners may do everything, also remove you.',
    'manage.owner_yes': 'Yes, an owner',
    'manage.past': '🗂 Past',
    'manage.past_title':
      '{count, plural, =0 {There were no visits yet.} one {<b># booking</b> so far:} other {<b># bookings</b> so far, the latest first:}}',
    'manage.phone_ask': '<b>{name}</b>: which telephone number?',
    'manage.phone_known': 'This number belongs to <b>{name}</b>. Is it them? Otherwise write another number.',
    'manage.phone_wrong': 'That does not look like a telephone number. For example: +49 30 123456',
    'manage.price': '💳 Price',
    'manage.price_ask':
      '<b>Which price from now on?</b>\nIn {currency}, for example 2500. What is booked keeps its price.',
    'manage.price_deposit': 'The price must not be less than the deposit. Nothing was changed.',
    'manage.price_wrong': 'That is no price I could save. A number, please, for example 2500.',
    'manage.record': '☑️ Visits: {completed} · missed: {missed} · cancelled: {cancelled}',
    'manage.regular': '🔁 Regular visits',
    'manage.remove': '✖️ Remove from the team',
    'manage.remove_ask': '<b>Remove from the team?</b>\nThey will lose all rights at once.',
    'manage.remove_yes': 'Yes, remove',
    'manage.removed': 'They no longer work here',
    'manage.revoke': '✖️ Invitation: {who}',
    'manage.revoked': 'The invitation is taken back',
    'manage.role_moderator': 'Moderator',
    'manage.role_saved': 'The role has been changed',
    'manage.role_specialist': 'Specialist',
    'manage.role_super_admin': 'Owner',
    'manage.save': '✅ Save',
    'manage.saved': 'Saved',
    'manage.service_check': '<b>{name}</b>\n{before} → <b>{after}</b>',
    'manage.service_nobody': '⚠️ Nobody gives this service, so it cannot be booked.',
    'manage.service_off': '⏸ Switched off: clients do not see it.',
    'manage.services': '💼 Services',
    'manage.services_title': '💼 <b>Services</b>',
    'manage.staff': '👥 Team and roles',
    'manage.staff_title': '👥 <b>{count, plural, one {# person works here} other {# people work here}}</b>',
    'manage.switch_off': '⏸ Switch off',
    'manage.switch_on': '▶️ Switch on',
    'manage.tags': '🏷 {tags}',
    'manage.tags_ask': '🏷 <b>{name}</b>\nWrite tags, separated by commas, to add them. A tap takes one away.',
    'manage.tags_wrong': 'At most 20 tags, each of up to 40 characters. Please write others.',
    'manage.time_ask':
      '<b>{day}</b>: write the time, for example 18:30. Outside the working hours is possible as well.',
    'manage.time_ask_day':
      'Write the day and the time, for example 15.03 18:30. Outside the working hours is possible as well.',
    'manage.time_wrong': 'I have not understood the time. For example: 18:30, or 15.03 18:30',
    'manage.title': '🛠 <b>{business}</b>\nWhat shall we do?',
    'manage.to_client': '👤 Client',
    'manage.unreachable': '⚠️ The bot cannot write to them: they have blocked it.',
    'manage.upcoming':
      '{count, plural, =0 {Nothing is booked ahead.} one {Booked ahead: <b>#</b>} other {Booked ahead: <b>#</b>}}',
    'manage.welcome': '🎉 <b>Welcome to the team of {business}!</b>\nYour role: {role}.',
    'manage.write': '💬 <a href="tg://user?id={id}">Write in Telegram</a>',
    'menu.agenda': '🗓 My day',
    'menu.back': '‹ Back',
    'menu.book': '📅 Book',
    'menu.bookings': '🗒 My bookings',
    'menu.greeting': "👋 Hello! This is <b>{business}</b>.\nLet's find you a convenient time, it takes a few taps.",
    'menu.greeting_manager':
      '👋 Hello! This is <b>{business}</b>.\nYou run it: the day of the team, clients and settings are on the buttons below.',
    'menu.greeting_staff':
      '👋 Hello! This is <b>{business}</b>, and you work here.\nAll you need for the day is on the buttons below.',
    'menu.home': '🏠 Menu',
    'menu.language': '🌐 Language · Язык',
    'menu.title': '<b>{business}</b>\nHow can I help?',
    'missing.action': 'There is no such action.',
    'missing.address': 'There is nothing at this address.',
    'missing.booking': 'There is no such booking.',
    'missing.bot': 'There is no such bot.',
    'missing.broadcast': 'There is no such message to many.',
    'missing.bulk_edit': 'There is no such change of many.',
    'missing.calendar': 'There is no such calendar.',
    'missing.change': 'There is no such change.',
    'missing.client': 'There is no such client.',
    'missing.delivery': 'There is no such delivery.',
    'missing.invitation': 'This invitation does not work, or no longer.',
    'missing.note': 'There is no such note.',
    'missing.override': 'This day has no hours of its own.',
    'missing.review': 'There is no review of this visit.',
    'missing.room': 'There is no such room.',
    'missing.series': 'There is no such series.',
    'missing.service': 'There is no such service.',
    'missing.service_key': 'There is no such key.',
    'missing.session': 'There is no such session.',
    'missing.sign_in': 'Nobody waits for this sign-in any more.',
    'missing.specialist': 'There is no such specialist, or not for this service.',
    'missing.staff': 'Nobody works here under this id.',
    'missing.tenant': 'There is no such business (X-Tenant).',
    'missing.text': 'There is no such text to word.',
    'missing.time_off': 'There is no such time off.',
    'missing.waitlist_entry': 'Nobody waits under this id.',
    'missing.webhook': 'There is no such webhook.',
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
    'move_asked.no_times': 'There is no free time near it. Please look at the calendar, or call us.',
    'move_asked.other': '🗓 Another time',
    'move_asked.times': 'These times are free. Until you choose your visit stays.',
    'move_asked.title': '🙏 <b>{specialist} cannot be there at that time.</b> Could we move your visit?',
    'moving.ask': '<b>Move the visit to this time?</b>',
    'moving.done': 'The visit is moved',
    'moving.instead_of': 'Instead of: {day}, {time}',
    'moving.keep': 'Leave it as it is',
    'moving.move': '🗓 Move',
    'moving.now': '📅 Now: {day}, {time}',
    'moving.stays': 'Your visit stays where it was.',
    'moving.title': '🗓 <b>To when shall we move the visit?</b>',
    'moving.yes': '✅ Move it',
    'my_data.after_visit':
      '🗑 <b>Your data can be deleted after your visit.</b>\n\n{service}, {moment}: it can no longer be cancelled here.',
    'my_data.ask':
      '<b>Delete your data?</b>\n\n{count, plural, =0 {} one {Your visit ahead will be cancelled. } other {Your # visits ahead will be cancelled. }}Your name, number, messages and the words of your reviews will be deleted; {business} keeps its visits in the books without a name.',
    'my_data.ask_again': '<b>Are you sure?</b>\n\nThis cannot be undone: nobody at {business} will know you any more.',
    'my_data.bookings': '🗒 {count, plural, one {# booking} other {# bookings}}',
    'my_data.calendars': '📆 {count, plural, one {# calendar address} other {# calendar addresses}}',
    'my_data.email': '✉️ {email}',
    'my_data.file': '📄 Save as a file',
    'my_data.for_good': '🗑 Delete for good',
    'my_data.forget': '🗑 Delete my data',
    'my_data.forgotten': '🗑 <b>Done, we have forgotten you.</b>\nIf you write again we will meet anew.',
    'my_data.keep': 'Keep everything',
    'my_data.name': '🙋 {name}',
    'my_data.no_phone': '📞 no number',
    'my_data.none': 'We keep nothing about you as a client.',
    'my_data.open': '👤 My data',
    'my_data.rest': 'The file has everything in full.',
    'my_data.reviews': '⭐ {count, plural, one {# review} other {# reviews}}',
    'my_data.sent': 'Here is the file',
    'my_data.series': '🔁 {count, plural, one {# series} other {# series}}',
    'my_data.title': '👤 <b>What {business} knows about you</b>',
    'my_data.visit_first':
      'A visit of yours is so near that it can no longer be cancelled here. After it your data can be deleted.',
    'my_data.waitlist': '🔔 {count, plural, one {# entry on the waiting list} other {# entries on the waiting list}}',
    'my_data.yes': 'Yes, delete',
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
    'off.ask_cancel':
      '<b>{count, plural, one {Cancel # visit?} other {Cancel # visits?}}</b>\n{count, plural, =1 {The client is} other {The clients are}} told at once. Then the {days, plural, =1 {day is} other {days are}} taken off.',
    'off.away': '🏖 <b>Time off</b>\n{from} – {to}',
    'off.back': '‹ Back',
    'off.booking': 'a visit',
    'off.break': 'a break',
    'off.busy': 'busy',
    'off.cancel_all': '{count, plural, one {❌ Cancel # visit} other {❌ Cancel # visits}}',
    'off.check': '🏖 <b>{days}</b>',
    'off.closed_day': '🔒 <b>Closed</b>\n{day}',
    'off.done': '🏖 <b>Done: {days}</b>\nNobody can book this time any more.',
    'off.done_cancelled':
      '🏖 <b>Done: {days}</b>\n{count, plural, one {# visit is cancelled, the client is told.} other {# visits are cancelled, the clients are told.}}',
    'off.first': '🏖 <b>The first day off?</b>\n🟢 no visits · 🟡 visits',
    'off.hold': 'held for somebody',
    'off.how':
      '{count, plural, =1 {Move it, cancel it, or keep it} other {Move them one by one, cancel all, or keep them}} and close the {days, plural, =1 {day} other {days}} for anybody else.',
    'off.in_the_way': '⚠️ <b>Something takes this time already:</b>',
    'off.keep': '🔒 Keep, but close the {days, plural, =1 {day} other {days}}',
    'off.kept':
      '🔒 <b>Closed: {days}</b>\n{count, plural, =0 {Nobody can book this time any more.} one {# visit stays; nobody else can book this time.} other {# visits stay; nobody else can book this time.}}',
    'off.last': '🏖 First day: <b>{day}</b>. <b>And the last?</b>\n🟢 no visits · 🟡 visits',
    'off.line': '• {day}, {time} {client} · {service}',
    'off.move_of_day': '🔁 {day}, {time} {client}',
    'off.move_one': '🔁 {time} {client}',
    'off.none': 'No days off ahead.',
    'off.not_working': 'These are no working hours anyway: there is nothing to take off.',
    'off.note': '📝 {text}',
    'off.only_this': 'Only {day}',
    'off.pick': '🗓 Choose the days',
    'off.remove': '↩️ Work after all',
    'off.removed': 'You can be booked again',
    'off.rest': '🌙 Rest of today',
    'off.rest_of': '{day}, from {time}',
    'off.span': '{from} – {to}',
    'off.take': '{days, plural, =1 {✅ Take it off} other {✅ Take them off}}',
    'off.time_off': 'time off',
    'off.title': '🏖 <b>Days off</b>',
    'off.tomorrow': 'Tomorrow',
    'off.touched': '⚠️ {count, plural, one {<b># visit</b> is touched} other {<b># visits</b> are touched}}:',
    'off.untouched': 'No visits are touched.',
    'off.way_line': '• {from} – {to}, {what}',
    'off.yes_cancel': '{count, plural, =1 {Yes, cancel it} other {Yes, cancel all}}',
    'off_asking.ask':
      '{count, plural, =0 {☎️ Whom to call} one {🙏 Ask # client to move} other {🙏 Ask # clients to move}}',
    'off_asking.call_line': '☎️ {day}, {time} {client}: please call, {phone}',
    'off_asking.done':
      '🔒 <b>Closed: {days}</b>\n{count, plural, =0 {Nobody could be asked.} one {# client is asked.} other {# clients are asked.}}',
    'off_asking.reads':
      '{count, plural, =1 {The client gets} other {The clients get}} the nearest free times as buttons, the calendar, and the way to cancel, however late it is.',
    'off_asking.see': '👀 What is left',
    'off_asking.stay':
      '{count, plural, =0 {The visits stay.} =1 {Until the client has chosen the visit stays.} other {Until they have chosen their visits stay.}} Nobody else books {days, plural, =1 {this time} other {on these days}}.',
    'off_asking.title': '🙏 <b>{days}: ask the {count, plural, =1 {client} other {clients}} to move?</b>',
    'off_asking.title_call': '☎️ <b>{days}: the clients need a call</b>\nNone of them can be written to in Telegram.',
    'off_asking.told_line': '📨 {day}, {time} {client} · {service}',
    'off_asking.yes':
      '{count, plural, =0 {✅ Close the {days, plural, =1 {day} other {days}}} one {✅ Ask # client} other {✅ Ask # clients}}',
    'off_partly.broken': 'Then something broke off: the other days are still open.',
    'off_partly.closed': '🔒 <b>Closed already: {days}</b>',
    'off_partly.go_on': '▶️ Go on',
    'off_versions.meanwhile': '⚠️ The hours of one of these days have just been changed elsewhere.',
    'off_versions.open': 'That day has other hours by now: they stay',
    'ops.backup_failed':
      '⚠️ Backups have failed since {since} UTC: {reason}\nIt is tried again every hour. On the server “{command}” says more.',
    'ops.backup_well': '✅ Backups work again: a new one was made and brought back whole.',
    'own_texts.all': '‹ All texts',
    'own_texts.anew': '✍️ Write it anew',
    'own_texts.booking': '✅ Bookings',
    'own_texts.broken': '⚠️ These words no longer fit ({rule}), so those of the program are used.',
    'own_texts.button': 'A button:',
    'own_texts.check': '<b>This is how it will look:</b>',
    'own_texts.choosing': '📅 Choosing a time',
    'own_texts.edit': '✍️ Word it differently',
    'own_texts.greeting': '👋 Greeting and menu',
    'own_texts.hints': '💡 Hints',
    'own_texts.in_english': '🇬🇧 English',
    'own_texts.in_russian': '🇷🇺 Russian',
    'own_texts.leave': 'Leave it as it is',
    'own_texts.lost': 'Sorry, I no longer have these words. Will you send them once more?',
    'own_texts.menu': '✏️ Texts',
    'own_texts.message': 'A part of a message:',
    'own_texts.no_placeholders': 'Nothing is filled in by the bot here.',
    'own_texts.notices': '⏰ Reminders and news',
    'own_texts.original': 'In the words of the program.',
    'own_texts.pick': '<b>{section}</b>\nChoose a text; ● marks those in your own words.',
    'own_texts.placeholders': 'What stands in braces is filled in by the bot and has to stay: {names}.',
    'own_texts.refused': '⚠️ This does not work yet: {rule}.\nPlease send it once more.',
    'own_texts.reset': '↩️ Undo my words',
    'own_texts.reviews': '💬 Reviews',
    'own_texts.save': '✅ Save',
    'own_texts.saved': 'Saved',
    'own_texts.tags': 'You may use &lt;b&gt;bold&lt;/b&gt; and &lt;i&gt;italic&lt;/i&gt;.',
    'own_texts.title': '✏️ <b>Texts</b>\nHow the bot speaks to your clients. What shall we change?',
    'own_texts.toast': 'A note over the chat:',
    'own_texts.waitlist': '🔔 Waiting list',
    'own_texts.was_reset': 'The words of the program are back',
    'own_texts.write': '<b>Send the new text in one message</b>\nThe current one, to copy and change:',
    'own_texts.yours': '✍️ In your own words since {day}, {time} ({by}).',
    'past.empty': 'You have no past visits here yet.',
    'past.mine': '🕘 Past visits',
    'past.title': '<b>Your past visits</b>',
    'past_day.passed': 'This day has passed. Another day, perhaps?',
    'phone.ask': '📱 Tap the button below and Telegram will share your number with us.',
    'phone.change': '📱 Share another number',
    'phone.give': '📱 Share my number',
    'phone.later': 'Not now',
    'phone.left': 'Alright, without the number then.',
    'phone.needed':
      '📱 <b>{business}</b> would like to be able to call you about the visit. Tap the button below to share your number, and we will go on where we stopped.',
    'phone.saved': '✅ Thank you! Your number: {phone}',
    'phone.share': '📱 Share my number',
    'problem.unexpected': 'Something went wrong on our side. Nothing was lost; please try again: /start',
    'refusal.call': 'Please call us: {phone}',
    'refusal.limit':
      '{limit, plural, one {You can have # visit booked ahead at a time.} other {You can have # visits booked ahead at a time.}}',
    'refusal.too_late': 'It could be moved or cancelled here until {day}, {time}.',
    'refusal.too_near': 'A visit this near can no longer be moved or cancelled here.',
    'regular.after': '📅 After the visit on {day}, {time} ({zone})',
    'regular.arrange': '✅ Arrange',
    'regular.arranged': '✅ <b>Arranged: {count, plural, one {# visit is booked} other {# visits are booked}}</b>',
    'regular.check': '🔁 <b>Please check the dates</b>',
    'regular.clash': 'Dates marked ⚠️ cannot be booked. Leave them out, or choose otherwise?',
    'regular.days_ask': 'On which days of the week?',
    'regular.endless': 'Without an end',
    'regular.every_fortnight': 'Every two weeks',
    'regular.every_week': 'Every week',
    'regular.for': '🔁 Regular visits for <b>{name}</b>',
    'regular.fortnightly': 'every two weeks',
    'regular.from': '📅 The first: {day}, {time} ({zone})',
    'regular.goes_on':
      '… and so on. Time further ahead is taken bit by bit; should anything clash then, you will be told.',
    'regular.leave_out': '{count, plural, one {✅ Arrange without # date} other {✅ Arrange without # dates}}',
    'regular.left_out': 'Left out:',
    'regular.meanwhile': 'Some more dates clash: please check',
    'regular.more': '… and {count, plural, one {# date more} other {# dates more}}',
    'regular.no_end': 'without an end',
    'regular.none_fits': 'None of these dates can be booked. Please choose otherwise.',
    'regular.not_told': '💬 The bot cannot write to the client: please tell them the dates yourself.',
    'regular.often': 'How often?',
    'regular.on': 'Next ›',
    'regular.on_weekdays': 'Several days a week',
    'regular.otherwise': '🔁 Choose otherwise',
    'regular.over': 'That choice is over. Please open the visit once more.',
    'regular.rule': '🔁 {often}, {until}',
    'regular.show': '🔁 Show the dates',
    'regular.times': '{count, plural, one {# visit} other {# visits}}',
    'regular.title': '🔁 <b>Regular visits</b>',
    'regular.told': '💬 The bot tells the client.',
    'regular.until': 'How many visits?',
    'regular.weekly': 'every week',
    'regular.weekly_on': 'every week: {days}',
    'repeat.last': '🔁 {service} again',
    'repeat.nearest': 'The nearest free times ({zone}):',
    'repeat.same': 'The same weekday and time ({zone}):',
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
    'rule.action_name': 'must be a name such as bookings.cancel',
    'rule.address': 'must be an address such as https://calendar.example/me.ics',
    'rule.after': 'must be after {other}',
    'rule.ahead': 'must lie ahead',
    'rule.as_given': 'must be as it was given',
    'rule.at_least': 'must be at least {min}',
    'rule.at_most': 'must be at most {max}',
    'rule.beside': 'is too much beside {other}',
    'rule.body_length': 'must be the length of the body',
    'rule.bookings_only': 'belongs to bookings only',
    'rule.braces': 'must have braces that match, around a placeholder or a plural',
    'rule.capital_letters': 'must be two capital letters such as RU',
    'rule.clients_only': 'belongs to clients only',
    'rule.clock_end': 'must be a time of day such as 18:00, or 24:00',
    'rule.clock_time': 'must be a time of day such as 09:00',
    'rule.close_tag': 'must not close the tag {tag} here',
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
    'rule.ids_or_conditions': 'either ids or conditions, not both',
    'rule.in_address': 'stands in the address already',
    'rule.in_body': 'must stand in the body, not in the query',
    'rule.in_sight': 'must contain something that can be seen',
    'rule.instant': 'must be an instant such as 2026-05-01T07:00:00Z',
    'rule.json': 'must be JSON',
    'rule.json_object': 'must be a JSON object',
    'rule.json_text': 'must be valid JSON',
    'rule.json_utf8': 'must be JSON in UTF-8',
    'rule.key': 'must not be named like this',
    'rule.kind_list': 'must be a list',
    'rule.kind_number': 'must be a number',
    'rule.kind_object': 'must be an object',
    'rule.kind_other': 'must be of another kind',
    'rule.kind_text': 'must be a text',
    'rule.kind_whole': 'must be a whole number',
    'rule.kind_yes_no': 'must be true or false',
    'rule.less_than': 'must be less than {max}',
    'rule.less_than_sign': 'must have &lt; in place of <',
    'rule.local_time': 'must be a local time such as 2026-03-02T18:00:00',
    'rule.local_time_only': 'must be a local time such as 2026-03-02T18:00:00, without an offset',
    'rule.max_bytes': 'must not be longer than {max} bytes',
    'rule.max_characters': 'must not be longer than {max} characters',
    'rule.max_depth': 'must not be nested deeper than {max}',
    'rule.max_items': 'must have at most {max} items',
    'rule.max_length': 'must have at most {max} characters',
    'rule.max_values': 'must not hold more than {max} values',
    'rule.media_type': 'must be application/json',
    'rule.min_items': 'must have at least {min} items',
    'rule.min_length': 'must have at least {min} characters',
    'rule.missing_form': 'must have the plural form {form} of {name}',
    'rule.missing_placeholder': 'must hold the placeholder “{name}”',
    'rule.month': 'must be a month such as 2026-05',
    'rule.more_than': 'must be more than {min}',
    'rule.moves_only': 'belongs to moves only',
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
    'rule.not_counted': 'must not count {name}, which is a text',
    'rule.not_empty': 'must not be empty',
    'rule.not_known_here': 'is not known here',
    'rule.not_negative': 'must not make a price negative',
    'rule.not_open': 'is not open for booking yet',
    'rule.not_start': 'must not be the start itself',
    'rule.not_theirs': 'is somebody else than you, whose these are',
    'rule.nothing_to_change': 'names nothing to change',
    'rule.nothing_to_move': 'leaves nothing to move',
    'rule.occurrence': 'must be an occurrence of this series',
    'rule.occurrence_ahead': 'must be an occurrence of this series that lies ahead',
    'rule.occurrence_booked': 'must be an occurrence that is booked already',
    'rule.occurrence_within': 'must be an occurrence within the horizon',
    'rule.offered_only': 'belongs to what is offered only',
    'rule.offset': 'must have an offset between -14:00 and +14:00',
    'rule.one_client': 'either client or client_id, not both',
    'rule.one_line': 'must stand on one line',
    'rule.one_message': 'must fit into one message of {max} characters with the longest name',
    'rule.one_of': 'must be one of {values}',
    'rule.one_second': 'may name one second only',
    'rule.one_time_only': 'belongs to one_time reminders',
    'rule.open_internet': 'must lead into the open internet',
    'rule.open_tag': 'must close the tag {tag}',
    'rule.other_forms': 'must have no other forms than plural and number',
    'rule.outside_rules': 'is needed outside the rules',
    'rule.over': 'is over',
    'rule.overlap': 'must not overlap {other}',
    'rule.own_chat': 'must be your own chat',
    'rule.password': 'must not carry a name or a password',
    'rule.phone': 'must be a telephone number such as +49 30 123456',
    'rule.placeholder': 'has a placeholder other than name',
    'rule.port': 'must use port 80, 443, 8080 or 8443',
    'rule.price_below_deposit': 'must not be less than the deposit',
    'rule.public_key': 'must be a public key on P-256 in PEM',
    'rule.readable': 'cannot be read',
    'rule.reasons_only': 'belongs to cancellations and moves only',
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
    'rule.services_only': 'belongs to services only',
    'rule.six_digits': 'must be six digits',
    'rule.skip_all': 'must not leave out every occurrence',
    'rule.some_text': 'must have a text in one language at least',
    'rule.specialist_invitation': 'needs an invitation that names the specialist',
    'rule.storable': 'has a value that cannot be stored',
    'rule.strange_form': 'must not have the plural form {form} of {name}',
    'rule.strange_tag': 'must not hold the tag {tag}',
    'rule.time_zone': 'must be a time zone such as Europe/Berlin',
    'rule.together': 'service_id and specialist_id go together',
    'rule.too_much': 'is too much at once: take a shorter one, fewer staff or a longer step',
    'rule.twice': 'is given twice',
    'rule.two_years': 'must be within two years of the beginning',
    'rule.tz_name': 'must be a name of the tz database such as Europe/Berlin',
    'rule.unknown_field': 'unknown field',
    'rule.unknown_placeholder': 'must not hold the placeholder “{name}”, which has no value here',
    'rule.webhook_address': 'must be an address such as https://assistant.example/events',
    'rule.weekday': 'must be 0 (Sunday) to 6',
    'rule.weekdays': 'must have at most {max} weekdays in their weeks altogether',
    'rule.within_window': 'must be within 400 days of {other}',
    'rule.years': 'must lie between {from} and {to}',
    'rules_screens.ask_cancel_notice_minutes':
      'Until how long before the start may clients move and cancel? For example 24 h, 2 days, 0.',
    'rules_screens.ask_complete_after_minutes':
      'How long after its end does a visit that nobody has marked count as done? For example 1 h.',
    'rules_screens.ask_country':
      'Which country’s way of writing telephone numbers holds? Two letters such as RU, or “auto”.',
    'rules_screens.ask_hold_minutes':
      'How long is a time held for somebody who is still to confirm? For example 10 min.',
    'rules_screens.ask_max_future_bookings': 'How many bookings ahead may a client have? For example 3.',
    'rules_screens.ask_phone_needed': 'Do clients have to give their telephone number before they book?',
    'rules_screens.ask_quiet_from_hour': 'From which hour on is no broadcast sent? For example 21.',
    'rules_screens.ask_quiet_to_hour': 'Until which hour is no broadcast sent? For example 9.',
    'rules_screens.ask_reminder_minutes':
      'How long before a visit shall clients be reminded? For example 24 h, 2 h, 1 h, or “never”.',
    'rules_screens.ask_review_request_minutes':
      'How long after a visit shall its client be asked for a review? For example 3 h, or “never”.',
    'rules_screens.ask_series_horizon_days': 'How many days ahead do series take their time? For example 180.',
    'rules_screens.ask_series_hour': 'At which hour are series carried on? For example 3.',
    'rules_screens.ask_waitlist_hold_minutes':
      'How long is a freed time held for whoever waits for it? For example 30 min.',
    'rules_screens.at_once': 'none',
    'rules_screens.by_zone': 'by the time zone',
    'rules_screens.cancel_notice_minutes': 'Clients move and cancel, before the start at least',
    'rules_screens.check': '{rule}\n{value} → <b>{after}</b>',
    'rules_screens.complete_after_minutes': 'A visit counts as done after its end',
    'rules_screens.country': 'Country of telephone numbers',
    'rules_screens.days': '{count, plural, one {# day} other {# days}}',
    'rules_screens.hold_minutes': 'A time is held for whoever confirms',
    'rules_screens.keep': '‹ All rules',
    'rules_screens.line': '• {rule}: <b>{value}</b>',
    'rules_screens.max_future_bookings': 'Bookings ahead of one client, at most',
    'rules_screens.means_cancel_notice_minutes':
      'It is asked when somebody moves or cancels, so it holds for what is booked already as well.',
    'rules_screens.means_complete_after_minutes': 'It holds for visits that are booked from now on.',
    'rules_screens.means_country': 'It holds for numbers that are given from now on.',
    'rules_screens.means_hold_minutes': 'It holds for times that are held from now on.',
    'rules_screens.means_max_future_bookings': 'It holds for what is booked from now on; nobody loses a booking.',
    'rules_screens.means_phone_needed': 'It holds for what is booked from now on.',
    'rules_screens.means_quiet_from_hour': 'It holds at once. The same hour twice: at any hour.',
    'rules_screens.means_quiet_to_hour': 'It holds at once. The same hour twice: at any hour.',
    'rules_screens.means_reminder_minutes':
      'It holds for what is booked from now on; what is planned already comes as planned.',
    'rules_screens.means_review_request_minutes': 'It holds for visits that are over from now on.',
    'rules_screens.means_series_horizon_days':
      'From the next night on series are carried on so far; nothing is given back.',
    'rules_screens.means_series_hour': 'It holds from the next night on.',
    'rules_screens.means_waitlist_hold_minutes': 'It holds for offers from now on.',
    'rules_screens.never': 'never',
    'rules_screens.no': 'no',
    'rules_screens.not_understood': 'I have not understood that.',
    'rules_screens.now': '{rule}: <b>{value}</b>',
    'rules_screens.open': '📐 Rules of booking',
    'rules_screens.other': '✏️ Another value',
    'rules_screens.phone_needed': 'Telephone number needed',
    'rules_screens.quiet_from_hour': 'No broadcasts from',
    'rules_screens.quiet_to_hour': 'No broadcasts until',
    'rules_screens.refused': 'That cannot be saved: {rule}. Please choose or write another value.',
    'rules_screens.reminder_minutes': 'Reminders before the visit',
    'rules_screens.review_request_minutes': 'Asked for a review after the visit',
    'rules_screens.save': '✅ Save',
    'rules_screens.saved': 'The rule is saved',
    'rules_screens.series_horizon_days': 'Series take their time ahead, days',
    'rules_screens.series_hour': 'Series are carried on at',
    'rules_screens.short_cancel_notice_minutes': '❌ Cancelling',
    'rules_screens.short_complete_after_minutes': '☑️ Completion',
    'rules_screens.short_country': '🌍 Country',
    'rules_screens.short_hold_minutes': '⏳ Holding',
    'rules_screens.short_max_future_bookings': '🔢 Limit',
    'rules_screens.short_phone_needed': '📞 Phone',
    'rules_screens.short_quiet_from_hour': '🤫 Quiet from',
    'rules_screens.short_quiet_to_hour': '🌅 Quiet until',
    'rules_screens.short_reminder_minutes': '⏰ Reminders',
    'rules_screens.short_review_request_minutes': '⭐ Reviews',
    'rules_screens.short_series_horizon_days': '🔁 Series',
    'rules_screens.short_series_hour': '🌙 Hour of series',
    'rules_screens.short_waitlist_hold_minutes': '🔔 Waitlist',
    'rules_screens.title': '📐 <b>{business}: the rules</b>',
    'rules_screens.waitlist_hold_minutes': 'A freed time is held for whoever waits',
    'rules_screens.yes': 'yes',
    'running.ask': '⏳ <b>How late are you running?</b>\nI first show whom it concerns and tell nobody.',
    'running.ask_of': '⏳ <b>How late is {specialist} running?</b>\nI first show whom it concerns and tell nobody.',
    'running.known': '✔️ knows of it',
    'running.line': '<b>{time} → {expected}</b> {client}',
    'running.minutes': '{count, plural, one {# min} other {# min}}',
    'running.new': '📨 to be told',
    'running.no_chat': '☎️ not in the chat, please call: {phone}',
    'running.no_way': '☎️ not in the chat, and no number is known',
    'running.nobody':
      '⏳ <b>{count, plural, one {# minute} other {# minutes}} late</b>\nNo visit of today begins later because of it.',
    'running.notice':
      '⏳ <b>{specialist} is running late, about {count, plural, one {# minute} other {# minutes}}.</b>\nYour visit at {time} will begin at about <b>{expected}</b>. We are sorry.',
    'running.now_told': '📨 told',
    'running.other': '‹ Another delay',
    'running.tell': '{count, plural, one {📨 Tell # client} other {📨 Tell # clients}}',
    'running.title': '⏳ <b>{count, plural, one {# minute} other {# minutes}} late</b>\nThese visits begin later:',
    'running.told': '📨 <b>{count, plural, one {# client is told.} other {# clients are told.}}</b>',
    'running.told_nobody': '<b>Everybody who can be written to knows it already.</b>',
    'series.ask': '<b>Cancel {day}, {time}, and all that follow?</b>',
    'series.ended': 'Cancelled from there on',
    'series.from_here': '✂️ From here on',
    'series.item': '{service} · {specialist}',
    'series.many':
      '{count, plural, one {So far that is # visit.} other {So far those are # visits.}} They will not come back by themselves.',
    'series.mine': '🔁 Series',
    'series.none': 'You have no recurring visits. If you would like one, ask us: we will arrange it.',
    'series.of': '🔁 <b>Recurring visits</b>',
    'series.over': 'None lie ahead.',
    'series.pick':
      'A date opens the visit: it can be moved or cancelled alone. ✂️ cancels it together with all that follow.',
    'series.title': '🔁 <b>Your recurring visits</b>',
    'series.too_near': 'Where there is no ✂️, one of the visits is too near to be cancelled here.',
    'service.free': 'free of charge',
    'service.summary': '<b>{name}</b> · {duration} · {price}',
    'services.empty': 'There is nothing to book at the moment. Please look in again a little later.',
    'services.line': '<b>{name}</b>\n{duration} · {price}',
    'services.of': 'What would you like to book with <b>{specialist}</b>?',
    'services.title': 'What would you like to book?',
    'sign_in.code':
      '🔑 To sign in to the page of <b>{business}</b>, type this code there:\n\n<code>{code}</code>\n\nAsked for in: {device}. Valid until {until}.',
    'sign_in.done': 'You are signed out on all pages.',
    'sign_in.gone': 'This way of signing in no longer works. Please go back to the page and ask for a new code.',
    'sign_in.line': '{device}, last seen {when}',
    'sign_in.nowhere': 'You are not signed in on any page.',
    'sign_in.open': '💻 Where I am signed in',
    'sign_in.out': '🚪 Sign out everywhere',
    'sign_in.title': '💻 <b>You are signed in on these pages:</b>',
    'sign_in.warning': 'Nobody needs this code but you. If it was not you who asked, simply do nothing.',
    'specialists.any': '✨ Any specialist',
    'specialists.rated': '{name} · ★ {rating, number}',
    'specialists.title': 'Who would you like to go to?',
    'staff.ask_cancel': '<b>Cancel this visit?</b>\nThe client is told at once.',
    'staff.button': '{time} {client}',
    'staff.came': '☑️ They came',
    'staff.came_after_all': '☑️ They came after all',
    'staff.cancel': '❌ Cancel',
    'staff.cancelled': 'The visit is cancelled',
    'staff.client': '🙋 <a href="tg://user?id={telegram_id}">{client}</a>',
    'staff.closed': '<i>does not work</i>',
    'staff.copy_phone': '📋 {phone}',
    'staff.everybody': '👥 Everybody',
    'staff.everybody_title': '👥 <b>{day}</b>',
    'staff.first_visit': '📊 The first visit',
    'staff.history': '🕘 History',
    'staff.keep': 'Keep it',
    'staff.late': '⏳ Running late',
    'staff.line': '{time} {client} · {service}',
    'staff.marked': 'Written down',
    'staff.missed': '🚫 No-show',
    'staff.missed_after_all': '🚫 They did not come',
    'staff.more_notes': '{count, plural, one {… and # more} other {… and # more}}',
    'staff.move': '🔁 Move',
    'staff.my_week': '📆 My week',
    'staff.nobody': 'Nobody gives visits here yet.',
    'staff.note': '• {text}',
    'staff.notes': '📝 <b>Notes</b>',
    'staff.of': '👤 <b>{specialist}</b>',
    'staff.off': '🏖 Days off',
    'staff.one': '👤 <b>{specialist}</b> · {count, plural, =0 {no visits} one {# visit} other {# visits}}',
    'staff.record': '📊 Visits: {visits}, missed: {missed}, cancelled: {cancelled}',
    'staff.regular': '🔁 Make it regular',
    'staff.series': '🔁 Series',
    'staff.show': '👀 Show the visit',
    'staff.this_week': 'This week',
    'staff.to_day': '‹ {day}',
    'staff.to_visit': '‹ Visit',
    'staff.too_long': 'That is more than {limit} characters. A little shorter, please.',
    'staff.week': '📆 Week',
    'staff.week_all': '{day}: {count, plural, =0 {no visits} one {# visit} other {# visits}}',
    'staff.week_closed': '⚪️ {day}: day off',
    'staff.week_closed_with': '⚪️ {day}: day off, {count, plural, one {# visit} other {# visits}}',
    'staff.week_day': '{mark} {day}: {count, plural, =0 {no visits} one {# visit} other {# visits}}, {load, number}%',
    'staff.week_title': '📆 <b>{from} – {to}</b>',
    'staff.why':
      '<b>Why is it cancelled?</b>\nWrite it in one message. The staff will see it in the history, the client will not. With that the visit is cancelled; /cancel leaves it as it is.',
    'staff.with_reason': '✍️ With a reason',
    'staff.yes_cancel': 'Yes, cancel',
    'staff_change.by': '{who}: {name}',
    'staff_change.cancelled': 'cancelled',
    'staff_change.client': 'client',
    'staff_change.completed': 'took place',
    'staff_change.confirmed': 'confirmed',
    'staff_change.created': 'booked',
    'staff_change.held': 'held',
    'staff_change.line': '{day}, {time} · {what}',
    'staff_change.moved': 'moved',
    'staff_change.moved_from': 'from {day}, {time}',
    'staff_change.no_show': 'missed',
    'staff_change.other': 'changed',
    'staff_change.program': 'program',
    'staff_change.reason': '“{reason}”',
    'staff_change.staff': 'staff',
    'staff_change.system': 'by itself',
    'staff_change.title': '🕘 <b>History</b>',
    'staff_series.ahead': 'The next dates:',
    'staff_series.already_booked': 'the client has another visit',
    'staff_series.arrange': '➕ Regular visits',
    'staff_series.back': '‹ Series',
    'staff_series.booked': '• {day}, {time}',
    'staff_series.button': '{client} · {service}',
    'staff_series.clash': '⚠️ {day}, {time}: {why}',
    'staff_series.clashes': '⚠️ {count, plural, one {# time needs you} other {# times need you}}',
    'staff_series.full': 'no places left',
    'staff_series.how': 'To arrange regular visits, open a visit of the client and tap “🔁 Make it regular”.',
    'staff_series.line': '<b>{client}</b> · {service}',
    'staff_series.moved': '• {day}, {time}, moved',
    'staff_series.next': 'next: {day}, {time}',
    'staff_series.no_next': 'nothing ahead',
    'staff_series.none': 'No series at present.',
    'staff_series.not_offered': 'the service is not given',
    'staff_series.of': '🔁 <b>{client}</b> · {service}',
    'staff_series.on_day_off': '⚠️ {day}, {time}: a day off',
    'staff_series.outside_hours': 'outside the working hours',
    'staff_series.past': 'has passed',
    'staff_series.taken': 'the time is taken',
    'staff_series.title': '🔁 <b>Series</b>',
    'staff_status.cancelled': '✖️ <b>Cancelled</b>',
    'staff_status.completed': '☑️ <b>The visit took place</b>',
    'staff_status.confirmed': '✅ <b>Booked</b>',
    'staff_status.held': '⏳ <b>Held for the client</b>',
    'staff_status.no_show': '🚫 <b>The client did not come</b>',
    'staff_status.pending_payment': '⏳ <b>Waiting for payment</b>',
    'stats.ahead': '✅ ahead: {count, number}',
    'stats.busiest': '⏰ Busiest: {when}',
    'stats.by_day': 'Visits by day',
    'stats.by_week': 'Visits by week',
    'stats.cancelled': '✖️ cancelled: {count, number}',
    'stats.clients': '🙋 Clients: {fresh, number} new, {returning, number} returning',
    'stats.completed': '☑️ took place: {count, number}',
    'stats.last_month': 'Last month',
    'stats.last_week': 'Last week',
    'stats.load': 'Load',
    'stats.load_line': '{name}: {load}%',
    'stats.menu': '📊 Statistics',
    'stats.money': '💳 Earned: {amount}',
    'stats.no_show': '🚫 missed: {count, number} ({rate}%)',
    'stats.picture': '🖼 As a picture',
    'stats.service_line': '{name}: {count, number}',
    'stats.services': '<b>Most popular</b>',
    'stats.this_month': 'This month',
    'stats.this_week': 'This week',
    'stats.title': '📊 <b>Statistics</b>\n{from} – {to}',
    'stats.total': '{count, plural, one {<b># visit</b> booked} other {<b># visits</b> booked}}',
    'status.cancelled': '✖️ <b>Cancelled</b>',
    'status.completed': '☑️ <b>The visit took place</b>',
    'status.confirmed': '✅ <b>You are booked</b>',
    'status.held': '⏳ <b>The time is held for you</b>',
    'status.no_show': '🚫 <b>The visit was missed</b>',
    'status.pending_payment': '⏳ <b>Waiting for payment</b>',
    'taken.gone': '<b>That time can no longer be booked.</b>',
    'taken.nearest': 'The nearest free times ({zone}):',
    'taken.other': 'Please choose another time.',
    'taken.title': '😔 <b>That time has just been taken.</b>',
    'time.zone': '{zone}',
    'visit_moving.ask': '<b>Move this visit?</b>\nThe client is told at once.',
    'visit_moving.busy_client': '<b>The client has another visit at that time.</b>',
    'visit_moving.near':
      '🔁 <b>Times outside the days off</b>\nThe client is told of the new time at once. It is kind to ask them first.',
    'visit_moving.no_near': '🔁 <b>There is no free time near these days.</b>',
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
    'webhooks.given_up':
      '⚠️ <b>{host} has not answered for three days</b>\n\nIt is no longer told what happens here. Switch it on again once it works.',
    'weekday.again': '✏️ Choose anew',
    'weekday.back': '‹ Week',
    'weekday.change': '✏️ Other hours',
    'weekday.close': '🔒 Make it a day off',
    'weekday.copy': '📋 The same on other days',
    'weekday.copy_ask': '📋 <b>On which other days?</b>\nLike {day}: {hours}',
    'weekday.day': '🗓 <b>{day}</b>: {hours}',
    'weekday.from': '<b>{day}: from when?</b>',
    'weekday.half_hours': '🕧 Half past: 9:30, 10:30…',
    'weekday.in_words': '✍️ The whole week in words',
    'weekday.more': '➕ More hours after a break',
    'weekday.open': '✏️ Change the week',
    'weekday.open_day': '➕ Set hours',
    'weekday.paste': 'Go on ›',
    'weekday.title': '🕑 <b>Hours by weekday</b> ({zone})\nWhich day shall we change?',
    'weekday.to_day': '‹ {day}',
    'weekday.until': '<b>{day}: from {from} until when?</b>',
    'weekday.whole_hours': '🕐 On the hour: 9:00, 10:00…',
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
    'audit.action.analytics.chart': 'Статистика просмотрена картинкой',
    'audit.action.analytics.export': 'Записи выгружены',
    'audit.action.analytics.summary': 'Просмотрена статистика',
    'audit.action.assistants.archive': 'Ассистент убран в архив',
    'audit.action.assistants.create': 'Ассистент добавлен',
    'audit.action.assistants.issue_key': 'Ключ ассистента выдан',
    'audit.action.assistants.list': 'Ассистенты просмотрены',
    'audit.action.assistants.revoke_key': 'Ключ ассистента отозван',
    'audit.action.assistants.update': 'Ассистент изменён',
    'audit.action.audit.list': 'Журнал действий просмотрен',
    'audit.action.audit.omit': 'Отказов больше, чем здесь помещается',
    'audit.action.bookings.agenda': 'Записи дня просмотрены',
    'audit.action.bookings.ask_to_move': 'Клиента попросили перенести визит',
    'audit.action.bookings.cancel': 'Запись отменена',
    'audit.action.bookings.complete': 'Визит отмечен состоявшимся',
    'audit.action.bookings.confirm': 'Запись подтверждена',
    'audit.action.bookings.create': 'Запись создана',
    'audit.action.bookings.delay': 'Просмотрено опоздание',
    'audit.action.bookings.export_list': 'Записи выгружены таблицей',
    'audit.action.bookings.get': 'Запись просмотрена',
    'audit.action.bookings.history': 'История записи просмотрена',
    'audit.action.bookings.list': 'Записи просмотрены',
    'audit.action.bookings.move': 'Запись перенесена',
    'audit.action.bookings.no_show': 'Отмечено, что клиент не пришёл',
    'audit.action.bookings.repeat_offer': 'Поиск такого же визита',
    'audit.action.bookings.tell_late': 'Клиенты предупреждены об опоздании',
    'audit.action.broadcasts.cancel': 'Рассылка отменена',
    'audit.action.broadcasts.create': 'Создана рассылка',
    'audit.action.broadcasts.get': 'Просмотрена рассылка',
    'audit.action.broadcasts.list': 'Просмотрены рассылки',
    'audit.action.broadcasts.pause': 'Рассылка приостановлена',
    'audit.action.broadcasts.preview': 'Предпросмотр рассылки',
    'audit.action.broadcasts.recipients': 'Просмотрены получатели рассылки',
    'audit.action.broadcasts.resume': 'Рассылка продолжена',
    'audit.action.broadcasts.set_news': 'Изменена подписка на новости',
    'audit.action.broadcasts.start': 'Рассылка запущена',
    'audit.action.broadcasts.test': 'Пробная отправка рассылки',
    'audit.action.broadcasts.update': 'Рассылка изменена',
    'audit.action.calendars.feed_create': 'Адрес календаря создан',
    'audit.action.calendars.feed_list': 'Адреса календарей просмотрены',
    'audit.action.calendars.feed_revoke': 'Адрес календаря отозван',
    'audit.action.calendars.import_create': 'Внешний календарь подключён',
    'audit.action.calendars.import_delete': 'Внешний календарь отключён',
    'audit.action.calendars.import_list': 'Внешние календари просмотрены',
    'audit.action.calendars.import_sync': 'Внешний календарь прочитан',
    'audit.action.clients.add_note': 'Заметка о клиенте добавлена',
    'audit.action.clients.create': 'Клиент добавлен',
    'audit.action.clients.delete_note': 'Заметка о клиенте удалена',
    'audit.action.clients.export': 'Данные клиента выгружены',
    'audit.action.clients.export_list': 'Клиенты выгружены таблицей',
    'audit.action.clients.forget': 'Клиент забыт',
    'audit.action.clients.get': 'Карточка клиента просмотрена',
    'audit.action.clients.link_phone': 'Свой номер телефона передан',
    'audit.action.clients.list': 'Клиенты просмотрены',
    'audit.action.clients.list_notes': 'Заметки о клиенте просмотрены',
    'audit.action.clients.merge': 'Два клиента объединены',
    'audit.action.clients.set_tags': 'Метки клиента изменены',
    'audit.action.clients.update': 'Данные клиента изменены',
    'audit.action.editing.bulk_get': 'Просмотрено массовое изменение',
    'audit.action.editing.bulk_items': 'Просмотрен отчёт о массовом изменении',
    'audit.action.editing.bulk_list': 'Просмотрены массовые изменения',
    'audit.action.editing.bulk_preview': 'Массовое изменение примерено',
    'audit.action.editing.bulk_start': 'Массовое изменение',
    'audit.action.editing.bulk_undo': 'Массовое изменение отменено',
    'audit.action.editing.change': 'Изменены поля',
    'audit.action.editing.fields': 'Просмотрен список полей',
    'audit.action.editing.get': 'Просмотрены поля',
    'audit.action.editing.history': 'Просмотрена история полей',
    'audit.action.editing.undo': 'Изменение поля отменено',
    'audit.action.internal.call': 'Обращение удалённого бота',
    'audit.action.mcp.call': 'Обращение по MCP',
    'audit.action.notifications.list': 'Сообщения просмотрены',
    'audit.action.notifications.pull': 'Сообщения забраны удалённым ботом',
    'audit.action.notifications.repeat': 'Сообщение отправлено снова',
    'audit.action.notifications.report': 'Удалённый бот сообщил о доставке',
    'audit.action.notifications.set_delivery': 'Доставка бота изменена',
    'audit.action.operator.init_admin': 'Назначен первый администратор',
    'audit.action.people.accept_invitation': 'Приглашение принято',
    'audit.action.people.get_staff': 'Просмотрен сотрудник',
    'audit.action.people.invite': 'Создано приглашение',
    'audit.action.people.list_invitations': 'Просмотрены приглашения',
    'audit.action.people.list_specialists': 'Мастера просмотрены',
    'audit.action.people.list_staff': 'Просмотрена команда',
    'audit.action.people.me': 'Вопрос «кто я здесь»',
    'audit.action.people.remove_staff': 'Сотрудник удалён',
    'audit.action.people.revoke_invitation': 'Приглашение отозвано',
    'audit.action.people.set_reachable': 'Бот заблокирован или снова разрешён',
    'audit.action.people.set_role': 'Изменена роль',
    'audit.action.people.update_me': 'Своё имя или язык изменены',
    'audit.action.reminders.ack': 'Событие подтверждено',
    'audit.action.reminders.create': 'Напоминание ассистента создано',
    'audit.action.reminders.dead_letters': 'Недоставленные события просмотрены',
    'audit.action.reminders.delete': 'Напоминание ассистента удалено',
    'audit.action.reminders.events': 'События забраны',
    'audit.action.reminders.get': 'Напоминание ассистента просмотрено',
    'audit.action.reminders.list': 'Напоминания ассистента просмотрены',
    'audit.action.reminders.preview': 'Повторение примерено',
    'audit.action.reminders.resend': 'Событие отправлено снова',
    'audit.action.reminders.scheduled': 'Ближайшие напоминания просмотрены',
    'audit.action.reminders.update': 'Напоминание ассистента изменено',
    'audit.action.reviews.create': 'Отзыв написан',
    'audit.action.reviews.hide': 'Отзыв скрыт',
    'audit.action.reviews.list': 'Отзывы просмотрены',
    'audit.action.reviews.reply': 'На отзыв ответили',
    'audit.action.reviews.unhide': 'Отзыв снова показан',
    'audit.action.reviews.update': 'Отзыв изменён',
    'audit.action.rooms.archive': 'Кабинет убран в архив',
    'audit.action.rooms.create': 'Кабинет добавлен',
    'audit.action.rooms.get': 'Просмотрен кабинет',
    'audit.action.rooms.list': 'Кабинеты просмотрены',
    'audit.action.rooms.restore': 'Кабинет возвращён из архива',
    'audit.action.rooms.update': 'Кабинет изменён',
    'audit.action.scheduling.add_time_off': 'Отсутствие добавлено',
    'audit.action.scheduling.check_hours': 'Другие часы примерены',
    'audit.action.scheduling.check_override': 'Другие часы дня примерены',
    'audit.action.scheduling.day': 'День мастера просмотрен',
    'audit.action.scheduling.day_hours': 'Часы дня просмотрены',
    'audit.action.scheduling.free_slots_day': 'Свободное время дня просмотрено',
    'audit.action.scheduling.free_slots_range': 'Свободное время нескольких дней просмотрено',
    'audit.action.scheduling.hours': 'Рабочие часы просмотрены',
    'audit.action.scheduling.month': 'Месяц просмотрен',
    'audit.action.scheduling.of_person': 'Своё расписание просмотрено',
    'audit.action.scheduling.override': 'Особый день просмотрен',
    'audit.action.scheduling.overrides': 'Особые дни просмотрены',
    'audit.action.scheduling.preview': 'Расписание примерено',
    'audit.action.scheduling.range': 'Дни мастера просмотрены',
    'audit.action.scheduling.remove_override': 'Особый день отменён',
    'audit.action.scheduling.remove_time_off': 'Отсутствие отменено',
    'audit.action.scheduling.room_range': 'Дни кабинета просмотрены',
    'audit.action.scheduling.set_hours': 'Рабочие часы изменены',
    'audit.action.scheduling.set_override': 'Часы дня изменены',
    'audit.action.scheduling.time_off': 'Отсутствия просмотрены',
    'audit.action.scheduling.why_not': 'Вопрос, почему время не предлагается',
    'audit.action.series.cancel_occurrence': 'Один визит серии отменён',
    'audit.action.series.create': 'Серия создана',
    'audit.action.series.end': 'Серия завершена',
    'audit.action.series.get': 'Серия просмотрена',
    'audit.action.series.list': 'Серии просмотрены',
    'audit.action.series.move': 'Серия перенесена',
    'audit.action.series.preview': 'Серия примерена',
    'audit.action.service_keys.create': 'Создан служебный ключ',
    'audit.action.service_keys.list': 'Служебные ключи просмотрены',
    'audit.action.service_keys.revoke': 'Служебный ключ отозван',
    'audit.action.service_keys.rotate': 'Создан второй служебный ключ',
    'audit.action.services.archive': 'Услуга убрана в архив',
    'audit.action.services.card': 'Карточка услуги просмотрена',
    'audit.action.services.create': 'Услуга добавлена',
    'audit.action.services.get': 'Услуга просмотрена',
    'audit.action.services.givers': 'Мастера услуги просмотрены',
    'audit.action.services.list': 'Услуги просмотрены',
    'audit.action.services.remove_giver': 'Услуга снята с мастера',
    'audit.action.services.restore': 'Услуга возвращена из архива',
    'audit.action.services.set_giver': 'Услуга назначена мастеру',
    'audit.action.services.set_rooms': 'Кабинеты услуги изменены',
    'audit.action.services.update': 'Услуга изменена',
    'audit.action.sessions.create': 'Вход выполнен',
    'audit.action.sessions.end': 'Выход',
    'audit.action.sessions.list': 'Свои входы просмотрены',
    'audit.action.sessions.revoke': 'Вход завершён',
    'audit.action.sessions.revoke_others': 'Выход на всех остальных устройствах',
    'audit.action.sign_in.start': 'Начат вход',
    'audit.action.sign_in.take_code': 'Код для входа сказан в чате',
    'audit.action.specialists.archive': 'Мастер убран в архив',
    'audit.action.specialists.card': 'Карточка мастера просмотрена',
    'audit.action.specialists.create': 'Мастер добавлен',
    'audit.action.specialists.restore': 'Мастер возвращён из архива',
    'audit.action.specialists.update': 'Данные мастера изменены',
    'audit.action.tenants.bots': 'Просмотрены боты',
    'audit.action.tenants.rules': 'Правила просмотрены',
    'audit.action.tenants.update_rules': 'Правила изменены',
    'audit.action.texts.get': 'Просмотрен текст',
    'audit.action.texts.history': 'Просмотрена история текста',
    'audit.action.texts.list': 'Просмотрены тексты',
    'audit.action.texts.own': 'Спрошены свои формулировки',
    'audit.action.texts.preview': 'Примерена формулировка',
    'audit.action.texts.reset': 'Возвращён исходный текст',
    'audit.action.texts.set': 'Текст изменён',
    'audit.action.waitlist.decline': 'От предложенного времени отказались',
    'audit.action.waitlist.join': 'Встал в лист ожидания',
    'audit.action.waitlist.leave': 'Вышел из листа ожидания',
    'audit.action.waitlist.list': 'Лист ожидания просмотрен',
    'audit.action.waitlist.take': 'Предложенное время принято',
    'audit.action.webhooks.activate': 'Вебхук включён',
    'audit.action.webhooks.create': 'Вебхук добавлен',
    'audit.action.webhooks.deactivate': 'Вебхук выключен',
    'audit.action.webhooks.delete': 'Вебхук удалён',
    'audit.action.webhooks.deliveries': 'Просмотрены сообщения вебхука',
    'audit.action.webhooks.get': 'Просмотрен вебхук',
    'audit.action.webhooks.list': 'Просмотрены вебхуки',
    'audit.action.webhooks.resend': 'Сообщение вебхука отправлено снова',
    'audit.action.webhooks.rotate_secret': 'Секрет вебхука заменён',
    'audit.action.webhooks.test': 'Вебхук проверен',
    'audit.action.webhooks.update': 'Вебхук изменён',
    'audit.outcome.done': 'Сделано',
    'audit.outcome.omitted': 'Сосчитано, но не записано по одному',
    'audit_screens.anybody': 'Все',
    'audit_screens.booking': '{client}, {service}, {day}, {time}',
    'audit_screens.by_kind': '🔍 Что',
    'audit_screens.by_person': '👤 Кто',
    'audit_screens.column_at': 'Когда',
    'audit_screens.column_code': 'Код',
    'audit_screens.column_outcome': 'Итог',
    'audit_screens.column_role': 'Роль',
    'audit_screens.column_subject': 'С чем',
    'audit_screens.column_times': 'Раз',
    'audit_screens.column_what': 'Что',
    'audit_screens.column_who': 'Кто',
    'audit_screens.earlier': 'Раньше ›',
    'audit_screens.everything': '🧾 Всё и все',
    'audit_screens.file': '📄 Файлом',
    'audit_screens.guest': 'посетитель',
    'audit_screens.kind_all': 'Всё',
    'audit_screens.kind_ask': '<b>Что искать?</b>',
    'audit_screens.kind_away': 'Отгулы',
    'audit_screens.kind_broadcasts': 'Рассылки',
    'audit_screens.kind_cancelled': 'Отмены',
    'audit_screens.kind_created': 'Новые записи',
    'audit_screens.kind_hours': 'Рабочие часы',
    'audit_screens.kind_moved': 'Переносы',
    'audit_screens.kind_refused': 'Отказы',
    'audit_screens.kind_roles': 'Роли',
    'audit_screens.kind_rules': 'Правила',
    'audit_screens.kind_services': 'Услуги',
    'audit_screens.kind_texts': 'Тексты',
    'audit_screens.latest': '« Последнее',
    'audit_screens.line': '<i>{day}, {time}</i> · <b>{who}</b>',
    'audit_screens.none': 'Ничего подходящего нет.',
    'audit_screens.open': '🧾 Кто что делал',
    'audit_screens.person_ask': '<b>Чьи действия?</b>',
    'audit_screens.program': 'программа',
    'audit_screens.refused': '⛔ {why}',
    'audit_screens.sent':
      '{count, plural, one {# строка уже летит} few {# строки уже летят} many {# строк уже летят} other {# строки уже летят}}',
    'audit_screens.somebody': 'кто-то',
    'audit_screens.system': 'сама программа',
    'audit_screens.title': '🧾 <b>Кто что делал</b>, сначала последнее',
    'audit_screens.what': '{what}',
    'audit_screens.what_of': '{what}: {about}',
    'away.as_of': '🕓 <i>Так было в {time}: книга записи сейчас не отвечает, и с тех пор что-то могло измениться.</i>',
    'away.book':
      'Сейчас записать не получается: книга записи не отвечает. Нажмите эту кнопку ещё раз через минуту: дважды не запишем.',
    'away.book_or_call':
      'Сейчас записать не получается: книга записи не отвечает. Нажмите эту кнопку через минуту (дважды не запишем) или позвоните: {phone}',
    'away.change': 'Сейчас это не получается: книга записи не отвечает. Нажмите эту кнопку ещё раз через минуту.',
    'away.change_or_call':
      'Сейчас это не получается: книга записи не отвечает. Нажмите эту кнопку через минуту или позвоните: {phone}',
    'booking.again': '🔁 Записаться снова',
    'booking.cancel': '❌ Отменить',
    'booking.changeable': 'Перенести или отменить можно до {day}, {time}.',
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
    'bookings.item': '{moment} · {service}',
    'bookings.title':
      '{count, plural, one {У вас впереди <b># запись</b>.} few {У вас впереди <b># записи</b>.} many {У вас впереди <b># записей</b>.} other {У вас впереди <b># записи</b>.}}',
    'broadcast.again': '🔔 Присылать новости',
    'broadcast.no_more': '🔕 Больше не присылать',
    'broadcast.off':
      '🔕 <b>Новостей больше не будет.</b>\nНапоминания и сообщения о ваших записях приходят как прежде.',
    'broadcast.on': '🔔 <b>Мы снова будем присылать вам новости.</b>',
    'broadcast_screens.all': 'всем',
    'broadcast_screens.all_told': 'Получили все.',
    'broadcast_screens.any_hour': '☀️ Отправляется в любое время суток.',
    'broadcast_screens.ask_call_off':
      '<b>Остановить насовсем?</b>\nКто получил, у тех останется; больше никто не получит.',
    'broadcast_screens.ask_drop': '<b>Выбросить этот черновик?</b>',
    'broadcast_screens.ask_later':
      '🕑 <b>Начать: {day}, {time}?</b>\nСейчас получили бы: {count, plural, one {# человек} few {# человека} many {# человек} other {# человека}}.',
    'broadcast_screens.ask_start':
      '🚀 <b>{count, plural, one {Отправить # человеку?} few {Отправить # людям?} many {Отправить # людям?} other {Отправить # людям?}}</b>\nНачатую рассылку уже не изменить.',
    'broadcast_screens.at_time': '🕑 В назначенное время',
    'broadcast_screens.away':
      '{count, plural, one {Не были # день} few {Не были # дня} many {Не были # дней} other {Не были # дня}}',
    'broadcast_screens.away_since': 'последний визит до {day}',
    'broadcast_screens.begins': '🕑 <b>Начнётся: {day}, {time}</b>',
    'broadcast_screens.by_language': 'По-русски: {ru} · по-английски: {en}',
    'broadcast_screens.by_service': '💼 По услуге',
    'broadcast_screens.by_tag': '🏷 По метке',
    'broadcast_screens.by_visit': '🕘 По последнему визиту',
    'broadcast_screens.call_off': '✖️ Остановить',
    'broadcast_screens.cancelled': '✖️ <b>Остановлено</b>',
    'broadcast_screens.count_failed': '⚠️ Не доставлено: {count}',
    'broadcast_screens.count_opted_out': '🔕 Отказались от новостей: {count}',
    'broadcast_screens.count_sent': '📨 Получили: <b>{sent}</b> из {total}',
    'broadcast_screens.count_uncertain': '❓ Неизвестно, дошло ли: {count}',
    'broadcast_screens.count_unreachable': '🚫 Заблокировали бота: {count}',
    'broadcast_screens.count_waiting': '⏳ Ещё ждут: {count}',
    'broadcast_screens.create': '➕ Написать новую',
    'broadcast_screens.draft': '📝 <b>Черновик</b>',
    'broadcast_screens.drop': '🗑 Выбросить',
    'broadcast_screens.everybody': '👥 Снова всем',
    'broadcast_screens.finished': '☑️ <b>Отправлено</b>',
    'broadcast_screens.growing': 'Список ещё собирается: числа растут.',
    'broadcast_screens.here':
      '{count, plural, one {Были за # день} few {Были за # дня} many {Были за # дней} other {Были за # дня}}',
    'broadcast_screens.here_since': 'были {day} или позже',
    'broadcast_screens.in_en': 'английском',
    'broadcast_screens.in_ru': 'русском',
    'broadcast_screens.left_out':
      'Не получат: заблокировали бота {unreachable} · отказались от новостей {opted_out} · нет в чате {without_chat}',
    'broadcast_screens.look': '👁 Как выглядит',
    'broadcast_screens.looks': '👁 <b>Вот что прочитает {name}:</b>',
    'broadcast_screens.missed': '🧾 Кто не получил',
    'broadcast_screens.missed_title': '🧾 <b>Кто не получил</b>',
    'broadcast_screens.never_told': '⏳ Не отправлено: {count}',
    'broadcast_screens.nobody': '👁 <b>Сейчас этого никто не получит.</b>\nВыберите, пожалуйста, других.',
    'broadcast_screens.none': 'Рассылок ещё не было.',
    'broadcast_screens.now': '🚀 Сейчас',
    'broadcast_screens.of_service': 'у кого есть или была «{service}»',
    'broadcast_screens.of_tag': 'с меткой «{tag}»',
    'broadcast_screens.open': '📣 Рассылки',
    'broadcast_screens.pause': '⏸ Пауза',
    'broadcast_screens.paused': '⏸ <b>На паузе</b>',
    'broadcast_screens.quiet': '🌙 Ночью рассылка ждёт утра.',
    'broadcast_screens.reach':
      '📬 Сейчас получат: <b>{count, plural, one {# человек} few {# человека} many {# человек} other {# человека}}</b>',
    'broadcast_screens.refresh': '🔄 Как идёт?',
    'broadcast_screens.resume': '▶️ Продолжить',
    'broadcast_screens.running': '📤 <b>Отправляется</b>',
    'broadcast_screens.said_en': '<b>По-английски</b>',
    'broadcast_screens.said_ru': '<b>По-русски</b>',
    'broadcast_screens.scheduled': '🕑 <b>Скоро начнётся</b>',
    'broadcast_screens.send': '🚀 Отправить',
    'broadcast_screens.service_ask': '<b>У кого какая услуга есть или была?</b>',
    'broadcast_screens.set_any_hour': '☀️ В любое время суток',
    'broadcast_screens.set_quiet': '🌙 Ночью ждать утра',
    'broadcast_screens.tag_ask': '<b>С какой меткой?</b>\nНапишите её, пожалуйста.',
    'broadcast_screens.test': '📨 Пробно мне',
    'broadcast_screens.tested': 'Уже летит к вам',
    'broadcast_screens.text_en': '✏️ По-английски',
    'broadcast_screens.text_ru': '✏️ По-русски',
    'broadcast_screens.time_ask': '<b>Когда начать?</b>\nНапример: 18:30 или 15.03 10:00.',
    'broadcast_screens.time_wrong': 'Не получилось понять время, или оно уже прошло. Например: 18:30 или 15.03 10:00.',
    'broadcast_screens.title': '📣 <b>Рассылки</b>\nНовости сразу многим клиентам.',
    'broadcast_screens.to': '👥 Кому: {whom}',
    'broadcast_screens.visit_ask': '<b>Когда были в последний раз?</b>',
    'broadcast_screens.whom': '👥 Кому',
    'broadcast_screens.whom_ask': '<b>Кому?</b>\nВсё, что вы выберете, должно выполняться вместе.',
    'broadcast_screens.write':
      '<b>Что напишем?</b>\nПришлите текст на {language}. Вместо {sign} будет имя того, кто читает.',
    'broadcast_screens.wrong': 'Так не получится: {rule}. Напишите, пожалуйста, иначе.',
    'broadcast_screens.yes_call_off': 'Да, насовсем',
    'broadcast_screens.yes_later': '✅ Начать тогда',
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
    'command.data': 'Что обо мне хранится',
    'command.day': 'Мой день',
    'command.help': 'Как это работает, контакты',
    'command.hours': 'Рабочие часы',
    'command.language': 'Язык',
    'command.late': 'Предупредить об опоздании',
    'command.links': 'Ссылки для клиентов',
    'command.manage': 'Управление',
    'command.my': 'Мои записи',
    'command.off': 'Выходные',
    'command.start': 'Начало и меню',
    'command.week': 'Моя неделя',
    'confirm.changeable': 'Перенести или отменить здесь можно будет до {day}, {time}.',
    'confirm.title': '<b>Проверьте и подтвердите</b>',
    'confirm.too_near': 'Перенести или отменить здесь уже не получится: визит скоро.',
    'confirm.yes': '✅ Подтвердить',
    'day.calendar': '🗓 Календарь',
    'day.earlier': '‹ Раньше',
    'day.later': 'Позже ›',
    'day.none': '<b>{day}</b>: свободного времени нет. Может быть, другой день?',
    'day.pick': '<b>{day}</b>: выберите время ({zone}).',
    'day.seats': '{time} · {count, plural, one {# место} few {# места} many {# мест} other {# места}}',
    'detail.again_in': 'Снова можно через {seconds} с.',
    'detail.foreign_page': 'Запрос пришёл со страницы другого сайта.',
    'detail.limit': 'Не больше {limit}.',
    'detail.methods': 'Здесь возможно: {methods}.',
    'detail.not_signed_in': 'Войдите или передайте служебный ключ в X-Service-Key.',
    'detail.not_yours': '{field}: это решают другие.',
    'detail.too_large': 'Тело запроса — не больше {limit} КиБ.',
    'detail.tries': 'Осталось попыток: {left}.',
    'detail.unauthenticated': 'Нужен служебный ключ в {header}.',
    'detail.wrong_key': 'Такого ключа ({header}) здесь нет: он с ошибкой или отозван.',
    'editing.active': 'Предлагается',
    'editing.address': 'Адрес',
    'editing.buffer_after': 'Запас после, минут',
    'editing.buffer_before': 'Запас до, минут',
    'editing.business': 'Бизнес',
    'editing.cancel_notice': 'Клиент может отменить, минут до начала',
    'editing.capacity': 'Мест',
    'editing.client': 'Клиент',
    'editing.complete_after': 'Визит считается состоявшимся, минут после',
    'editing.country': 'Страна номеров',
    'editing.currency': 'Валюта',
    'editing.deposit': 'Предоплата',
    'editing.description': 'Описание',
    'editing.duration': 'Длительность, минут',
    'editing.email': 'Почта',
    'editing.hold': 'Время держится, минут',
    'editing.horizon': 'Запись открыта, дней вперёд',
    'editing.max_future_bookings': 'Записей вперёд у клиента',
    'editing.min_notice': 'Записаться не позже, минут до начала',
    'editing.name': 'Имя',
    'editing.packed': 'Заполнять окна в расписании',
    'editing.phone': 'Телефон',
    'editing.phone_needed': 'Нужен номер телефона',
    'editing.position': 'Место в списке',
    'editing.price': 'Цена',
    'editing.quiet_from': 'Тишина с, час',
    'editing.quiet_to': 'Тишина до, час',
    'editing.reminders': 'Напоминания, минут до визита',
    'editing.review_request': 'Попросить отзыв, минут после визита',
    'editing.room': 'Кабинет',
    'editing.series_horizon': 'Серия занимает время, дней вперёд',
    'editing.series_hour': 'Час продления серий',
    'editing.service': 'Услуга',
    'editing.specialist': 'Специалист',
    'editing.step': 'Шаг начала, минут',
    'editing.tags': 'Метки',
    'editing.title': 'Название',
    'editing.translations': 'На других языках',
    'editing.waitlist_hold': 'Предложение из очереди держится, минут',
    'error.already_booked': 'На это время у вас уже есть запись.',
    'error.already_reviewed': 'Об этом визите отзыв уже есть.',
    'error.already_staff': 'Вы уже работаете здесь в этой роли.',
    'error.already_waiting': 'Вы уже в листе ожидания на эти дни.',
    'error.booking_limit_reached': 'У вас уже столько будущих записей, сколько можно.',
    'error.booking_not_changeable': 'Эту запись уже нельзя изменить.',
    'error.broadcast_not_changeable': 'С этой рассылкой так уже нельзя.',
    'error.bulk_not_undoable': 'Это массовое изменение ещё выполняется или уже отменено.',
    'error.calendar_limit_reached': 'Больше внешних календарей одному человеку добавить нельзя.',
    'error.called_off': 'Это сообщение отменено, отправлять его нельзя.',
    'error.changed_meanwhile': 'Пока вы правили, это изменил кто-то другой.',
    'error.client_changed': 'Карточку клиента только что изменили. Попробуйте, пожалуйста, ещё раз.',
    'error.contact_not_yours': 'Это не ваш номер. Поделитесь, пожалуйста, своим.',
    'error.forbidden': 'Это вам здесь недоступно.',
    'error.headers_too_large': 'Заголовки запроса слишком велики.',
    'error.hold_expired': 'Время, которое мы для вас придержали, истекло.',
    'error.idempotency_key_reused': 'Это уже отправлено с другим содержанием.',
    'error.internal': 'У нас что-то пошло не так.',
    'error.invalid_input': 'Что-то в запросе не так.',
    'error.key_limit_reached': 'Действующих ключей уже столько, сколько может быть. Сначала отзовите один из них.',
    'error.last_admin': 'Хотя бы один владелец нужен. Сначала назначьте другого.',
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
    'error.phone_needed': 'Для записи нужен ваш номер телефона.',
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
    'error.specialist_taken': 'Кто-то уже работает здесь как этот специалист.',
    'error.time_taken': 'На это время уже что-то назначено.',
    'error.too_large': 'Запрос слишком большой.',
    'error.too_late_to_change': 'Менять эту запись здесь уже поздно.',
    'error.too_many_requests': 'Чуть медленнее, пожалуйста. Попробуйте через несколько секунд.',
    'error.unauthenticated': 'Сначала войдите, пожалуйста.',
    'error.unavailable': 'Книга записи сейчас не отвечает. Попробуйте, пожалуйста, через минуту.',
    'error.unsupported_media_type': 'Мы читаем только JSON.',
    'error.waitlist_limit_reached':
      'Вы уже ждёте столько раз, сколько можно. Выйдите, пожалуйста, из одной из очередей.',
    'error.webhook_limit_reached': 'Больше внешних систем подключить нельзя.',
    'error.webhook_switched_off': 'Этот вебхук выключен.',
    'error.wrong_code': 'Этот код не подходит или уже не действует. Попросите у бота новый.',
    'help.address': '📍 {address}',
    'help.manage': '🛠 /manage — клиенты, услуги, сотрудники, правила',
    'help.manager':
      '🗓 /day — день всей команды\n📆 /week — её неделя\n🛠 /manage — клиенты, услуги, сотрудники, правила\n🔗 /links — ссылки для клиентов',
    'help.phone': '📞 {phone}',
    'help.staff':
      '🗓 /day — ваш день\n📆 /week — ваша неделя\n⏳ /late — предупредить об опоздании\n🏖 /off — выходные\n🔗 /links — ссылки для ваших клиентов',
    'help.text':
      'Я веду запись: <b>{business}</b>.\n\n📅 /book — выбрать услугу и время\n🗒 /my — ваши записи, их перенос и отмена\n👤 /data — что о вас хранится\n🌐 /language — сменить язык\n\nНапоминания приходят сами.',
    'hint.cancel': 'Хорошо, ничего не записываю и не меняю. Чтобы отменить свой визит, откройте его в «Моих записях».',
    'hint.group': 'Напишите мне, пожалуйста, в личные сообщения: запись — дело личное.',
    'hint.group_open': 'Написать лично',
    'hint.left': 'Оставляем как было. Чем помочь?',
    'hint.link': 'Ссылка ведёт на то, чего у нас уже нет. Выберите, пожалуйста, здесь:',
    'hint.lost': 'Извините, я потерял нить разговора. Выберите, пожалуйста:',
    'hint.old_menu': 'Это было старое меню. Вот свежее.',
    'hint.slower': 'Чуть медленнее, пожалуйста: это сообщение я не прочитал. Пришлите его ещё раз через пару секунд.',
    'hint.text': 'Лучше всего я понимаю кнопки 🙂 Выберите, пожалуйста:',
    'hours_screens.after': '<i>Теперь</i>',
    'hours_screens.again': '✏️ Написать заново',
    'hours_screens.all': '‹ Все часы',
    'hours_screens.as_weekly': 'Как каждую неделю.',
    'hours_screens.before': '<i>До сих пор</i>',
    'hours_screens.check': '<b>Проверьте новые часы</b>',
    'hours_screens.close_day': '🔒 Закрыть день',
    'hours_screens.closed': 'выходной',
    'hours_screens.day_ask': '<b>{day}: какие часы?</b>\nНапример 9–13, 14–18 или «закрыто».',
    'hours_screens.day_meanwhile':
      '⚠️ <b>Пока вы выбирали, часы этого дня изменил кто-то другой. Взгляните ещё раз:</b>',
    'hours_screens.day_title': '🗓 <b>{day}</b>',
    'hours_screens.day_wrong': 'Не получилось понять «{what}». Например 9–13, 14–18 или «закрыто».',
    'hours_screens.keep': 'Оставить как есть',
    'hours_screens.meanwhile': '⚠️ <b>Пока вы выбирали, неделю изменил кто-то другой. Взгляните ещё раз:</b>',
    'hours_screens.no_hours': 'недельных часов нет',
    'hours_screens.open': '🕑 Рабочие часы',
    'hours_screens.others': '<b>Особые дни</b>',
    'hours_screens.outside':
      '⚠️ <b>{count, plural, one {# визит окажется вне этих часов и останется:} few {# визита окажутся вне этих часов и останутся:} many {# визитов окажутся вне этих часов и останутся:} other {# визита окажутся вне этих часов и останутся:}}</b>',
    'hours_screens.outside_line': '• {day}, {time} {client}',
    'hours_screens.pick': '🗓 Другие часы в один день',
    'hours_screens.pick_ask': '<b>В какой день?</b>\n🟡 есть визиты',
    'hours_screens.refused': 'Такие часы не сохранить: {rule}.',
    'hours_screens.restore_day': '↩️ Как каждую неделю',
    'hours_screens.save': '✅ Сохранить',
    'hours_screens.saved': 'Часы сохранены',
    'hours_screens.season_from': 'с {day}',
    'hours_screens.season_until': 'по {day}',
    'hours_screens.title': '🕑 <b>Рабочие часы</b> ({zone})',
    'hours_screens.untouched': '✅ Визиты не затронуты.',
    'hours_screens.week_ask':
      '<b>Какие часы теперь?</b>\nНапишите всю неделю, сначала дни, например:\nпн–пт 9–13, 14–18; сб 10–14',
    'hours_screens.week_wrong':
      'Не получилось понять «{what}». Сначала дни, потом часы, например:\nпн–пт 9–13, 14–18; сб 10–14',
    'hours_screens.write': '✏️ Изменить неделю',
    'hours_screens.write_day': '✏️ Другие часы',
    'language.choose': 'На каком языке говорим?',
    'language.saved': 'Готово, говорим по-русски',
    'links.line': '{name}\n{url}',
    'links.not_staff': 'Эти ссылки для тех, кто здесь работает.',
    'links.open': '🔗 Ссылки для клиентов',
    'links.title': '🔗 <b>Ссылки для клиентов</b>\nДля плаката, сайта или чата: каждая открывает бота в нужном месте.',
    'manage.add_note': '📝 Заметка',
    'manage.again': '🔁 Повторить запись',
    'manage.again_near': 'В тот же день недели и час занято. Ближайшее:',
    'manage.again_same': 'В тот же день недели и час свободно:',
    'manage.ahead': '🗓 Впереди',
    'manage.ahead_title':
      '{count, plural, =0 {Впереди записей нет.} one {Впереди <b># запись</b>:} few {Впереди <b># записи</b>:} many {Впереди <b># записей</b>:} other {Впереди <b># записи</b>:}}',
    'manage.all_notes': '📝 Все заметки',
    'manage.already_booked': 'У клиента уже есть запись на это время.',
    'manage.anyway': '⚠️ Всё равно записать',
    'manage.anyway_ask': '⚠️ <b>Это вне правил.</b>\n{why}\nВсё равно записать?',
    'manage.back': '🛠 Управление',
    'manage.book': '📅 Записать клиента',
    'manage.choice_over': 'Этот выбор уже закончен. Найдите, пожалуйста, клиента ещё раз.',
    'manage.client_name': '👤 <b>{name}</b>',
    'manage.create': '➕ Новый клиент',
    'manage.created': 'Клиент записан',
    'manage.duration': '🕑 Длительность',
    'manage.duration_ask':
      '<b>Сколько минут теперь?</b>\nКратно 5, например 90. У сделанных записей время останется прежним.',
    'manage.duration_wrong': 'Число минут, кратное 5, от 5 до 1440, пожалуйста.',
    'manage.edit_tags': '🏷 Метки',
    'manage.email': '✉️ {email}',
    'manage.find': '🔎 Найти клиента',
    'manage.find_ask': '<b>Кого ищем?</b>\nНапишите часть имени или номера телефона.',
    'manage.for': '🙋 Для клиента <b>{name}</b>',
    'manage.found':
      '{count, plural, one {Нашёлся <b># клиент</b>} few {Нашлось <b># клиента</b>} many {Нашлось <b># клиентов</b>} other {Нашлось <b># клиента</b>}}: «{search}».\nНужен кто-то другой? Просто напишите.',
    'manage.found_none':
      'Никого не нашлось: «{search}».\nПопробуйте другую часть имени или номера — или запишите нового клиента.',
    'manage.hours': '🕑 Рабочие часы',
    'manage.hours_title': '🕑 <b>Рабочие часы</b>',
    'manage.impossible': '<b>Записать сюда нельзя.</b>\n{why}',
    'manage.invite': '➕ Пригласить',
    'manage.invite_ask': '<b>Кого пригласим?</b>\nВы получите ссылку: она действует один раз и 24 часа.',
    'manage.invite_moderator': '🛠 Модератора',
    'manage.invite_specialist': '💼 Как {name}',
    'manage.invited':
      '{count, plural, one {# приглашение ещё не принято} few {# приглашения ещё не приняты} many {# приглашений ещё не приняты} other {# приглашения ещё не приняты}}.',
    'manage.join_gone':
      'Это приглашение не действует или уже не действует: ссылка работает один раз и 24 часа. Попросите, пожалуйста, новую.',
    'manage.keep': 'Оставить как есть',
    'manage.last_visit': 'Последний визит: {day}',
    'manage.limit':
      '{limit, plural, one {У клиента уже # будущая запись, больше по правилам нельзя.} few {У клиента уже # будущие записи, больше по правилам нельзя.} many {У клиента уже # будущих записей, больше по правилам нельзя.} other {У клиента уже # будущей записи, больше по правилам нельзя.}}',
    'manage.link':
      '🔗 <b>Приглашение: {who}</b>\n{link}\n\nПередайте её одному человеку лично. Действует один раз, до {day}, {time}.',
    'manage.make_moderator': '🛠 Сделать модератором',
    'manage.make_owner': '👑 Сделать владельцем',
    'manage.make_specialist': '💼 Оставить специалистом',
    'manage.member': '👤 <b>{name}</b>\n{role}',
    'manage.name_ask': '<b>Как зовут клиента?</b>',
    'manage.no_phone': 'Без номера',
    'manage.no_telegram': '💬 Нет в Telegram',
    'manage.not_yours':
      'Это делают те, кто управляет записью, а вас среди них сейчас нет. Если это ошибка, обратитесь к владельцу.',
    'manage.note': '• {text} <i>({author}, {day})</i>',
    'manage.note_ask': '<b>Что отметить?</b>\nЗаметку увидит только команда.',
    'manage.noted': '📝 Записали: {text}',
    'manage.notes': '📝 <b>{count, plural, one {# заметка} few {# заметки} many {# заметок} other {# заметки}}</b>',
    'manage.open': '🛠 Управление',
    'manage.other_time': '⚠️ Другое время',
    'manage.owner_ask': '<b>Сделать владельцем?</b>\nВладелец может всё, в том числе убрать вас.',
    'manage.owner_yes': 'Да, владелец',
    'manage.past': '🗂 Прошлые',
    'manage.past_title':
      '{count, plural, =0 {Визитов ещё не было.} one {Была <b># запись</b>:} few {Было <b># записи</b>, сначала последние:} many {Было <b># записей</b>, сначала последние:} other {Было <b># записи</b>, сначала последние:}}',
    'manage.phone_ask': '<b>{name}</b>: какой номер телефона?',
    'manage.phone_known': 'Этот номер у клиента <b>{name}</b>. Это он? Если нет, напишите другой номер.',
    'manage.phone_wrong': 'Это не похоже на номер телефона. Например: +7 916 123-45-67',
    'manage.price': '💳 Цена',
    'manage.price_ask':
      '<b>Какая цена теперь?</b>\nНапример, 2500 ({currency}). У сделанных записей цена останется прежней.',
    'manage.price_deposit': 'Цена не может быть меньше предоплаты. Ничего не изменилось.',
    'manage.price_wrong': 'Такую цену не сохранить. Напишите число, например 2500.',
    'manage.record': '☑️ Визитов: {completed} · пропущено: {missed} · отменено: {cancelled}',
    'manage.regular': '🔁 Регулярные визиты',
    'manage.remove': '✖️ Убрать из команды',
    'manage.remove_ask': '<b>Убрать из команды?</b>\nВсе права пропадут сразу.',
    'manage.remove_yes': 'Да, убрать',
    'manage.removed': 'Больше здесь не работает',
    'manage.revoke': '✖️ Приглашение: {who}',
    'manage.revoked': 'Приглашение отозвано',
    'manage.role_moderator': 'Модератор',
    'manage.role_saved': 'Роль изменена',
    'manage.role_specialist': 'Специалист',
    'manage.role_super_admin': 'Владелец',
    'manage.save': '✅ Сохранить',
    'manage.saved': 'Сохранено',
    'manage.service_check': '<b>{name}</b>\n{before} → <b>{after}</b>',
    'manage.service_nobody': '⚠️ Эту услугу никто не оказывает, записаться на неё нельзя.',
    'manage.service_off': '⏸ Выключена: клиенты её не видят.',
    'manage.services': '💼 Услуги',
    'manage.services_title': '💼 <b>Услуги</b>',
    'manage.staff': '👥 Команда и роли',
    'manage.staff_title':
      '👥 <b>{count, plural, one {Здесь работает # человек} few {Здесь работают # человека} many {Здесь работают # человек} other {Здесь работает # человека}}</b>',
    'manage.switch_off': '⏸ Выключить',
    'manage.switch_on': '▶️ Включить',
    'manage.tags': '🏷 {tags}',
    'manage.tags_ask':
      '🏷 <b>{name}</b>\nНапишите метки через запятую, чтобы добавить их. Нажмите на метку, чтобы убрать.',
    'manage.tags_wrong': 'Не больше 20 меток, каждая до 40 знаков. Напишите, пожалуйста, другие.',
    'manage.time_ask': '<b>{day}</b>: напишите время, например 18:30. Можно и вне рабочих часов.',
    'manage.time_ask_day': 'Напишите день и время, например 15.03 18:30. Можно и вне рабочих часов.',
    'manage.time_wrong': 'Не получилось понять время. Например: 18:30 или 15.03 18:30',
    'manage.title': '🛠 <b>{business}</b>\nЧто сделаем?',
    'manage.to_client': '👤 Клиент',
    'manage.unreachable': '⚠️ Бот не может написать: клиент его заблокировал.',
    'manage.upcoming':
      '{count, plural, =0 {Впереди записей нет.} one {Впереди: <b># запись</b>} few {Впереди: <b># записи</b>} many {Впереди: <b># записей</b>} other {Впереди: <b># записи</b>}}',
    'manage.welcome': '🎉 <b>Добро пожаловать в команду {business}!</b>\nВаша роль: {role}.',
    'manage.write': '💬 <a href="tg://user?id={id}">Написать в Telegram</a>',
    'menu.agenda': '🗓 Мой день',
    'menu.back': '‹ Назад',
    'menu.book': '📅 Записаться',
    'menu.bookings': '🗒 Мои записи',
    'menu.greeting': '👋 Здравствуйте! Это <b>{business}</b>.\nПодберём удобное время, это пара нажатий.',
    'menu.greeting_manager':
      '👋 Здравствуйте! Это <b>{business}</b>.\nВы здесь управляете: день команды, клиенты и настройки — на кнопках ниже.',
    'menu.greeting_staff':
      '👋 Здравствуйте! Это <b>{business}</b>, вы здесь работаете.\nВсё для рабочего дня — на кнопках ниже.',
    'menu.home': '🏠 Меню',
    'menu.language': '🌐 Язык · Language',
    'menu.title': '<b>{business}</b>\nЧем помочь?',
    'missing.action': 'Такого действия нет.',
    'missing.address': 'По этому адресу ничего нет.',
    'missing.booking': 'Такой записи нет.',
    'missing.bot': 'Такого бота нет.',
    'missing.broadcast': 'Такой рассылки нет.',
    'missing.bulk_edit': 'Такого массового изменения нет.',
    'missing.calendar': 'Такого календаря нет.',
    'missing.change': 'Такого изменения нет.',
    'missing.client': 'Такого клиента нет.',
    'missing.delivery': 'Такого сообщения нет.',
    'missing.invitation': 'Это приглашение не действует или уже не действует.',
    'missing.note': 'Такой заметки нет.',
    'missing.override': 'У этого дня нет своих часов.',
    'missing.review': 'Отзыва об этом визите нет.',
    'missing.room': 'Такого кабинета нет.',
    'missing.series': 'Такой серии нет.',
    'missing.service': 'Такой услуги нет.',
    'missing.service_key': 'Такого ключа нет.',
    'missing.session': 'Такого входа нет.',
    'missing.sign_in': 'Этого входа уже никто не ждёт.',
    'missing.specialist': 'Такого специалиста нет, или он не оказывает эту услугу.',
    'missing.staff': 'Под этим номером здесь никто не работает.',
    'missing.tenant': 'Такой компании нет (X-Tenant).',
    'missing.text': 'Такого текста нет, или его нельзя сказать иначе.',
    'missing.time_off': 'Такого отсутствия нет.',
    'missing.waitlist_entry': 'В листе ожидания такого нет.',
    'missing.webhook': 'Такого вебхука нет.',
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
    'move_asked.no_times': 'Ближайших свободных времён нет. Посмотрите календарь или позвоните нам.',
    'move_asked.other': '🗓 Другое время',
    'move_asked.times': 'Это время свободно. Пока вы не выбрали, визит остаётся.',
    'move_asked.title': '🙏 <b>В это время {specialist} не сможет.</b> Перенесём ваш визит?',
    'moving.ask': '<b>Перенести визит на это время?</b>',
    'moving.done': 'Визит перенесён',
    'moving.instead_of': 'Вместо: {day}, {time}',
    'moving.keep': 'Оставить как есть',
    'moving.move': '🗓 Перенести',
    'moving.now': '📅 Сейчас: {day}, {time}',
    'moving.stays': 'Ваш визит остаётся там, где был.',
    'moving.title': '🗓 <b>На когда перенести визит?</b>',
    'moving.yes': '✅ Перенести',
    'my_data.after_visit':
      '🗑 <b>Данные можно будет удалить после вашего визита.</b>\n\n{service}, {moment}: здесь его уже не отменить.',
    'my_data.ask':
      '<b>Удалить ваши данные?</b>\n\n{count, plural, =0 {} one {# будущий визит отменится. } few {# будущих визита отменятся. } many {# будущих визитов отменятся. } other {# будущего визита отменятся. }}Ваше имя, номер, сообщения и слова отзывов будут удалены. {business} сохранит визиты без имени.',
    'my_data.ask_again': '<b>Вы уверены?</b>\n\nВернуть ничего не получится: {business} больше не будет вас знать.',
    'my_data.bookings': '🗒 {count, plural, one {# запись} few {# записи} many {# записей} other {# записи}}',
    'my_data.calendars':
      '📆 {count, plural, one {# адрес календаря} few {# адреса календаря} many {# адресов календаря} other {# адреса календаря}}',
    'my_data.email': '✉️ {email}',
    'my_data.file': '📄 Сохранить файлом',
    'my_data.for_good': '🗑 Удалить навсегда',
    'my_data.forget': '🗑 Удалить мои данные',
    'my_data.forgotten': '🗑 <b>Готово, мы вас забыли.</b>\nЕсли напишете снова, познакомимся заново.',
    'my_data.keep': 'Всё оставить',
    'my_data.name': '🙋 {name}',
    'my_data.no_phone': '📞 номера нет',
    'my_data.none': 'О вас как о клиенте мы ничего не храним.',
    'my_data.open': '👤 Мои данные',
    'my_data.rest': 'В файле всё это целиком.',
    'my_data.reviews': '⭐ {count, plural, one {# отзыв} few {# отзыва} many {# отзывов} other {# отзыва}}',
    'my_data.sent': 'Вот файл',
    'my_data.series': '🔁 {count, plural, one {# серия} few {# серии} many {# серий} other {# серии}}',
    'my_data.title': '👤 <b>Что {business} знает о вас</b>',
    'my_data.visit_first':
      'Один из ваших визитов так близко, что отменить его здесь уже нельзя. После него данные можно будет удалить.',
    'my_data.waitlist':
      '🔔 {count, plural, one {# место в листе ожидания} few {# места в листе ожидания} many {# мест в листе ожидания} other {# места в листе ожидания}}',
    'my_data.yes': 'Да, удалить',
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
      '⚠️ <b>Серия требует внимания</b>: {count, plural, one {# визит не помещается} few {# визита не помещаются} many {# визитов не помещаются} other {# визитов не помещаются}} в расписание.',
    'notice.series_clash_at': '• {day}, {time}',
    'notice.series_created':
      '🔁 <b>{count, plural, one {Записан # визит серии} few {Записаны # визита серии} many {Записано # визитов серии} other {Записано # визитов серии}}</b>\nПервый:',
    'notice.series_ended':
      '✖️ <b>{count, plural, one {Отменён # визит серии} few {Отменены # визита серии} many {Отменено # визитов серии} other {Отменено # визитов серии}}</b>\nПервый:',
    'notice.series_more': '{count, plural, one {… и ещё #} few {… и ещё #} many {… и ещё #} other {… и ещё #}}',
    'notice.series_moved':
      '🔁 <b>{count, plural, one {Перенесён # визит серии} few {Перенесены # визита серии} many {Перенесено # визитов серии} other {Перенесено # визитов серии}}</b>\nПервый теперь:',
    'notice.undelivered':
      '⚠️ <b>{count, plural, one {Не доставлено # сообщение} few {Не доставлено # сообщения} many {Не доставлено # сообщений} other {Не доставлено # сообщения}}</b>',
    'notice.undelivered_more': 'и ещё {count}',
    'notice.undelivered_news': '{client}: известие о визите {day}, {time}',
    'notice.undelivered_reminder': '{client}: напоминание о визите {day}, {time}',
    'notice.undelivered_unsure': '(возможно, дошло)',
    'off.ask_cancel':
      '<b>{count, plural, one {Отменить # запись?} few {Отменить # записи?} many {Отменить # записей?} other {Отменить # записи?}}</b>\n{count, plural, =1 {Клиент узнает} other {Клиенты узнают}} сразу. После этого {days, plural, =1 {день станет выходным} other {дни станут выходными}}.',
    'off.away': '🏖 <b>Выходной</b>\n{from} – {to}',
    'off.back': '‹ Назад',
    'off.booking': 'запись',
    'off.break': 'перерыв',
    'off.busy': 'занято',
    'off.cancel_all':
      '{count, plural, one {❌ Отменить # запись} few {❌ Отменить # записи} many {❌ Отменить # записей} other {❌ Отменить # записи}}',
    'off.check': '🏖 <b>{days}</b>',
    'off.closed_day': '🔒 <b>Закрыто</b>\n{day}',
    'off.done': '🏖 <b>Готово: {days}</b>\nНа это время больше никто не запишется.',
    'off.done_cancelled':
      '🏖 <b>Готово: {days}</b>\n{count, plural, one {Отменена # запись, клиент узнает сразу.} few {Отменены # записи, клиенты узнают сразу.} many {Отменено # записей, клиенты узнают сразу.} other {Отменено # записи, клиенты узнают сразу.}}',
    'off.first': '🏖 <b>Первый выходной день?</b>\n🟢 записей нет · 🟡 есть записи',
    'off.hold': 'придержано для кого-то',
    'off.how':
      '{count, plural, =1 {Можно перенести её, отменить или оставить} other {Можно перенести их по одной, отменить все или оставить}} и закрыть {days, plural, =1 {день} other {эти дни}} для остальных.',
    'off.in_the_way': '⚠️ <b>На это время уже что-то назначено:</b>',
    'off.keep': '🔒 Оставить, закрыть {days, plural, =1 {день} other {дни}}',
    'off.kept':
      '🔒 <b>Закрыто: {days}</b>\n{count, plural, =0 {На это время больше никто не запишется.} one {# запись остаётся, больше никто не запишется.} few {# записи остаются, больше никто не запишется.} many {# записей остаются, больше никто не запишется.} other {# записи остаются, больше никто не запишется.}}',
    'off.last': '🏖 Первый день: <b>{day}</b>. <b>А последний?</b>\n🟢 записей нет · 🟡 есть записи',
    'off.line': '• {day}, {time} {client} · {service}',
    'off.move_of_day': '🔁 {day}, {time} {client}',
    'off.move_one': '🔁 {time} {client}',
    'off.none': 'Впереди выходных нет.',
    'off.not_working': 'Это и так нерабочее время: освобождать нечего.',
    'off.note': '📝 {text}',
    'off.only_this': 'Только {day}',
    'off.pick': '🗓 Выбрать дни',
    'off.remove': '↩️ Всё-таки работаю',
    'off.removed': 'К вам снова можно записаться',
    'off.rest': '🌙 До конца дня',
    'off.rest_of': '{day}, с {time}',
    'off.span': '{from} – {to}',
    'off.take': '{days, plural, =1 {✅ Взять выходной} other {✅ Взять выходные}}',
    'off.time_off': 'выходной',
    'off.title': '🏖 <b>Выходные</b>',
    'off.tomorrow': 'Завтра',
    'off.touched':
      '⚠️ {count, plural, one {Это касается <b># записи</b>} few {Это касается <b># записей</b>} many {Это касается <b># записей</b>} other {Это касается <b># записи</b>}}:',
    'off.untouched': 'Ни одной записи это не касается.',
    'off.way_line': '• {from} – {to}, {what}',
    'off.yes_cancel': '{count, plural, =1 {Да, отменить} other {Да, отменить все}}',
    'off_asking.ask':
      '{count, plural, =0 {☎️ Кому позвонить} one {🙏 Попросить # клиента} few {🙏 Попросить # клиентов} many {🙏 Попросить # клиентов} other {🙏 Попросить # клиента}}',
    'off_asking.call_line': '☎️ {day}, {time} {client}: позвоните, {phone}',
    'off_asking.done':
      '🔒 <b>Закрыто: {days}</b>\n{count, plural, =0 {Написать никому не удалось.} one {Написали # клиенту.} few {Написали # клиентам.} many {Написали # клиентам.} other {Написали # клиентам.}}',
    'off_asking.reads':
      '{count, plural, =1 {Клиент получит} other {Клиенты получат}} кнопки с ближайшим свободным временем, календарь и отмену, даже если по правилам уже поздно.',
    'off_asking.see': '👀 Что осталось',
    'off_asking.stay':
      '{count, plural, =0 {Визиты остаются.} =1 {Пока клиент не выбрал, визит остаётся.} other {Пока клиенты не выбрали, визиты остаются.}} Другие на {days, plural, =1 {это время} other {эти дни}} не запишутся.',
    'off_asking.title': '🙏 <b>{days}: попросить {count, plural, =1 {клиента} other {клиентов}} перенести визит?</b>',
    'off_asking.title_call': '☎️ <b>{days}: клиентам нужно позвонить</b>\nВ Telegram написать некому.',
    'off_asking.told_line': '📨 {day}, {time} {client} · {service}',
    'off_asking.yes':
      '{count, plural, =0 {✅ Закрыть {days, plural, =1 {день} other {дни}}} one {✅ Попросить # клиента} few {✅ Попросить # клиентов} many {✅ Попросить # клиентов} other {✅ Попросить # клиента}}',
    'off_partly.broken': 'Дальше не получилось: остальные дни пока открыты.',
    'off_partly.closed': '🔒 <b>Уже закрыто: {days}</b>',
    'off_partly.go_on': '▶️ Продолжить',
    'off_versions.meanwhile': '⚠️ Часы одного из этих дней только что изменили в другом месте.',
    'off_versions.open': 'В этот день теперь другие часы: они остаются',
    'ops.backup_failed':
      '⚠️ Резервные копии не создаются с {since} UTC: {reason}\nПопытка повторяется каждый час. Подробности скажет на сервере команда «{command}».',
    'ops.backup_well': '✅ Резервные копии снова создаются: новая готова и проверена.',
    'own_texts.all': '‹ Все тексты',
    'own_texts.anew': '✍️ Написать заново',
    'own_texts.booking': '✅ Записи',
    'own_texts.broken': '⚠️ Ваши слова больше не подходят ({rule}), поэтому показываем слова программы.',
    'own_texts.button': 'Кнопка:',
    'own_texts.check': '<b>Вот как это будет выглядеть:</b>',
    'own_texts.choosing': '📅 Выбор времени',
    'own_texts.edit': '✍️ Сказать иначе',
    'own_texts.greeting': '👋 Приветствие и меню',
    'own_texts.hints': '💡 Подсказки',
    'own_texts.in_english': '🇬🇧 По-английски',
    'own_texts.in_russian': '🇷🇺 По-русски',
    'own_texts.leave': 'Оставить как есть',
    'own_texts.lost': 'Извините, этих слов у меня уже нет. Пришлёте ещё раз?',
    'own_texts.menu': '✏️ Тексты',
    'own_texts.message': 'Часть сообщения:',
    'own_texts.no_placeholders': 'Бот здесь ничего не подставляет.',
    'own_texts.notices': '⏰ Напоминания и вести',
    'own_texts.original': 'Слова программы.',
    'own_texts.pick': '<b>{section}</b>\nВыберите текст; ● — сказано вашими словами.',
    'own_texts.placeholders': 'То, что в фигурных скобках, подставляет бот, и оно должно остаться: {names}.',
    'own_texts.refused': '⚠️ Так пока не получится: {rule}.\nПришлите, пожалуйста, ещё раз.',
    'own_texts.reset': '↩️ Вернуть как было',
    'own_texts.reviews': '💬 Отзывы',
    'own_texts.save': '✅ Сохранить',
    'own_texts.saved': 'Сохранено',
    'own_texts.tags': 'Можно выделять: &lt;b&gt;жирным&lt;/b&gt; и &lt;i&gt;курсивом&lt;/i&gt;.',
    'own_texts.title': '✏️ <b>Тексты</b>\nКак бот говорит с вашими клиентами. Что изменим?',
    'own_texts.toast': 'Подсказка над чатом:',
    'own_texts.waitlist': '🔔 Лист ожидания',
    'own_texts.was_reset': 'Вернули слова программы',
    'own_texts.write': '<b>Пришлите новый текст одним сообщением</b>\nНынешний, чтобы скопировать и поправить:',
    'own_texts.yours': '✍️ Ваши слова, с {day}, {time} ({by}).',
    'past.empty': 'Прошлых визитов у нас пока нет.',
    'past.mine': '🕘 Прошлые',
    'past.title': '<b>Ваши прошлые визиты</b>',
    'past_day.passed': 'Этот день уже прошёл. Может быть, другой?',
    'phone.ask': '📱 Нажмите кнопку внизу, и Telegram передаст нам ваш номер.',
    'phone.change': '📱 Указать другой номер',
    'phone.give': '📱 Поделиться номером',
    'phone.later': 'Не сейчас',
    'phone.left': 'Хорошо, обойдёмся без номера.',
    'phone.needed':
      '📱 <b>{business}</b>: нам важно иметь возможность позвонить вам насчёт визита. Нажмите кнопку внизу, чтобы поделиться номером, и продолжим с того же места.',
    'phone.saved': '✅ Спасибо! Ваш номер: {phone}',
    'phone.share': '📱 Поделиться номером',
    'problem.unexpected': 'У нас что-то пошло не так. Ничего не потеряно; попробуйте, пожалуйста, ещё раз: /start',
    'refusal.call': 'Позвоните нам, пожалуйста: {phone}',
    'refusal.limit':
      '{limit, plural, one {Одновременно можно иметь не больше # будущей записи.} few {Одновременно можно иметь не больше # будущих записей.} many {Одновременно можно иметь не больше # будущих записей.} other {Одновременно можно иметь не больше # будущих записей.}}',
    'refusal.too_late': 'Перенести или отменить здесь можно было до {day}, {time}.',
    'refusal.too_near': 'Такой близкий визит здесь уже не перенести и не отменить.',
    'regular.after': '📅 После визита {day}, {time} ({zone})',
    'regular.arrange': '✅ Записать',
    'regular.arranged':
      '✅ <b>Готово: {count, plural, one {записали # визит} few {записали # визита} many {записали # визитов} other {записали # визита}}</b>',
    'regular.check': '🔁 <b>Проверьте, пожалуйста, даты</b>',
    'regular.clash': 'На даты с ⚠️ записать нельзя. Пропустить их или выбрать иначе?',
    'regular.days_ask': 'В какие дни недели?',
    'regular.endless': 'Без даты окончания',
    'regular.every_fortnight': 'Раз в две недели',
    'regular.every_week': 'Каждую неделю',
    'regular.for': '🔁 Регулярные визиты: <b>{name}</b>',
    'regular.fortnightly': 'раз в две недели',
    'regular.from': '📅 Первый: {day}, {time} ({zone})',
    'regular.goes_on': '… и так далее. Время на дальние даты займём постепенно; если что-то не совпадёт, бот сообщит.',
    'regular.leave_out':
      '{count, plural, one {✅ Записать без # даты} few {✅ Записать без # дат} many {✅ Записать без # дат} other {✅ Записать без # даты}}',
    'regular.left_out': 'Пропущены:',
    'regular.meanwhile': 'Не подходит ещё несколько дат: проверьте, пожалуйста',
    'regular.more': '… и ещё {count, plural, one {# дата} few {# даты} many {# дат} other {# даты}}',
    'regular.no_end': 'без даты окончания',
    'regular.none_fits': 'Ни на одну из этих дат записать нельзя. Выберите, пожалуйста, иначе.',
    'regular.not_told': '💬 Бот не может написать клиенту: сообщите ему даты, пожалуйста, сами.',
    'regular.often': 'Как часто?',
    'regular.on': 'Дальше ›',
    'regular.on_weekdays': 'Несколько дней в неделю',
    'regular.otherwise': '🔁 Выбрать иначе',
    'regular.over': 'Этот выбор уже закончен. Откройте, пожалуйста, визит ещё раз.',
    'regular.rule': '🔁 {often}, {until}',
    'regular.show': '🔁 Показать даты',
    'regular.times': '{count, plural, one {# визит} few {# визита} many {# визитов} other {# визита}}',
    'regular.title': '🔁 <b>Регулярные визиты</b>',
    'regular.told': '💬 Бот сообщит клиенту.',
    'regular.until': 'Сколько визитов?',
    'regular.weekly': 'каждую неделю',
    'regular.weekly_on': 'каждую неделю: {days}',
    'repeat.last': '🔁 Снова: {service}',
    'repeat.nearest': 'Ближайшее свободное время ({zone}):',
    'repeat.same': 'Тот же день недели и то же время ({zone}):',
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
    'rule.action_name': 'должно быть названием вида bookings.cancel',
    'rule.address': 'должно быть адресом вида https://calendar.example/me.ics',
    'rule.after': 'должно быть позже {other}',
    'rule.ahead': 'должно быть в будущем',
    'rule.as_given': 'должно быть таким, как было выдано',
    'rule.at_least': 'не меньше {min}',
    'rule.at_most': 'не больше {max}',
    'rule.beside': 'лишнее рядом с {other}',
    'rule.body_length': 'должно быть длиной тела запроса',
    'rule.bookings_only': 'бывает только у записей',
    'rule.braces': 'фигурные скобки не сходятся: внутри должна стоять подстановка или счёт',
    'rule.capital_letters': 'должно быть двумя заглавными латинскими буквами, например RU',
    'rule.clients_only': 'бывает только у клиентов',
    'rule.clock_end': 'должно быть временем суток вида 18:00 или 24:00',
    'rule.clock_time': 'должно быть временем суток вида 09:00',
    'rule.close_tag': 'тег {tag} здесь закрывать нечего',
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
    'rule.ids_or_conditions': 'или номера, или условия, не всё сразу',
    'rule.in_address': 'уже стоит в адресе',
    'rule.in_body': 'должно стоять в теле запроса, а не в адресе',
    'rule.in_sight': 'должно содержать хоть один видимый символ',
    'rule.instant': 'должно быть моментом времени вида 2026-05-01T07:00:00Z',
    'rule.json': 'должно быть в формате JSON',
    'rule.json_object': 'должно быть объектом JSON',
    'rule.json_text': 'должно быть правильным JSON',
    'rule.json_utf8': 'должно быть в формате JSON, в UTF-8',
    'rule.key': 'не может так называться',
    'rule.kind_list': 'должно быть списком',
    'rule.kind_number': 'должно быть числом',
    'rule.kind_object': 'должно быть объектом',
    'rule.kind_other': 'должно быть другого типа',
    'rule.kind_text': 'должно быть текстом',
    'rule.kind_whole': 'должно быть целым числом',
    'rule.kind_yes_no': 'должно быть true или false',
    'rule.less_than': 'меньше {max}',
    'rule.less_than_sign': 'вместо < нужно писать &lt;',
    'rule.local_time': 'должно быть местным временем вида 2026-03-02T18:00:00',
    'rule.local_time_only': 'должно быть местным временем вида 2026-03-02T18:00:00, без сдвига',
    'rule.max_bytes': 'не длиннее {max} байт',
    'rule.max_characters': 'не длиннее {max} символов',
    'rule.max_depth': 'вложенность не больше {max}',
    'rule.max_items': 'максимум элементов: {max}',
    'rule.max_length': 'максимум символов: {max}',
    'rule.max_values': 'должно содержать не больше {max} значений',
    'rule.media_type': 'должно быть application/json',
    'rule.min_items': 'минимум элементов: {min}',
    'rule.min_length': 'минимум символов: {min}',
    'rule.missing_form': 'для «{name}» не хватает формы {form}',
    'rule.missing_placeholder': 'не хватает подстановки «{name}»',
    'rule.month': 'должно быть месяцем вида 2026-05',
    'rule.more_than': 'больше {min}',
    'rule.moves_only': 'бывает только у переносов',
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
    'rule.not_counted': '«{name}» — это слова, их нельзя сосчитать',
    'rule.not_empty': 'не может быть пустым',
    'rule.not_known_here': 'здесь не поддерживается',
    'rule.not_negative': 'не должно делать цену отрицательной',
    'rule.not_open': 'запись ещё не открыта',
    'rule.not_start': 'не может совпадать с началом',
    'rule.not_theirs': 'это не вы, а речь о вашем',
    'rule.nothing_to_change': 'не сказано, что изменить',
    'rule.nothing_to_move': 'не оставляет ничего, что можно перенести',
    'rule.occurrence': 'должно быть встречей этой серии',
    'rule.occurrence_ahead': 'должно быть предстоящей встречей этой серии',
    'rule.occurrence_booked': 'должно быть уже записанной встречей',
    'rule.occurrence_within': 'должно быть встречей серии в пределах горизонта записи',
    'rule.offered_only': 'бывает только у того, что предлагается',
    'rule.offset': 'сдвиг от UTC должен быть от -14:00 до +14:00',
    'rule.one_client': 'что-то одно: client или client_id',
    'rule.one_line': 'должно стоять в одну строку',
    'rule.one_message': 'должно помещаться в одно сообщение из {max} символов с самым длинным именем',
    'rule.one_of': 'одно из значений: {values}',
    'rule.one_second': 'секунду можно указать только одну',
    'rule.one_time_only': 'бывает только у одноразовых напоминаний',
    'rule.open_internet': 'должно вести в открытый интернет',
    'rule.open_tag': 'тег {tag} не закрыт там, где открыт',
    'rule.other_forms': 'возможны только формы plural и number',
    'rule.outside_rules': 'обязательно, когда записываете вне правил',
    'rule.over': 'уже прошло',
    'rule.overlap': 'не должно пересекаться с {other}',
    'rule.own_chat': 'должно быть вашим чатом',
    'rule.password': 'не должно содержать имени и пароля',
    'rule.phone': 'должно быть номером телефона вида +7 900 123-45-67',
    'rule.placeholder': 'содержит подстановку, отличную от name',
    'rule.port': 'порт может быть 80, 443, 8080 или 8443',
    'rule.price_below_deposit': 'не может быть меньше предоплаты',
    'rule.public_key': 'должно быть открытым ключом P-256 в формате PEM',
    'rule.readable': 'не читается',
    'rule.reasons_only': 'бывает только у отмен и переносов',
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
    'rule.services_only': 'бывает только у услуг',
    'rule.six_digits': 'должно быть из шести цифр',
    'rule.skip_all': 'нельзя пропустить все встречи',
    'rule.some_text': 'должен быть текст хотя бы на одном языке',
    'rule.specialist_invitation': 'возможна только по приглашению, в котором назван специалист',
    'rule.storable': 'содержит значение, которое нельзя сохранить',
    'rule.strange_form': 'у «{name}» нет формы {form}',
    'rule.strange_tag': 'тега {tag} здесь быть не может',
    'rule.time_zone': 'должно быть часовым поясом вида Europe/Moscow',
    'rule.together': 'service_id и specialist_id указываются вместе',
    'rule.too_much': 'слишком много сразу: возьмите меньше дней или людей, или больший шаг',
    'rule.twice': 'указано дважды',
    'rule.two_years': 'не дальше двух лет от начала',
    'rule.tz_name': 'должно быть именем из базы tz, например Europe/Berlin',
    'rule.unknown_field': 'неизвестное поле',
    'rule.unknown_placeholder': 'подстановки «{name}» здесь нет',
    'rule.webhook_address': 'должно быть адресом вида https://assistant.example/events',
    'rule.weekday': 'от 0 (воскресенье) до 6',
    'rule.weekdays': 'всего не больше {max} дней недели в графиках',
    'rule.within_window': 'не дальше 400 дней от {other}',
    'rule.years': 'должно лежать между {from} и {to} годом',
    'rules_screens.ask_cancel_notice_minutes':
      'За сколько до начала клиенты ещё могут перенести или отменить? Например: 24 ч, 2 дня, 0.',
    'rules_screens.ask_complete_after_minutes':
      'Через сколько после конца визит без отметки считать состоявшимся? Например: 1 ч.',
    'rules_screens.ask_country':
      'По правилам какой страны читать номера телефонов? Две буквы, например RU, или «авто».',
    'rules_screens.ask_hold_minutes': 'Сколько держать время за тем, кто ещё подтверждает? Например: 10 мин.',
    'rules_screens.ask_max_future_bookings': 'Сколько записей вперёд может быть у клиента? Например: 3.',
    'rules_screens.ask_phone_needed': 'Должны ли клиенты назвать номер телефона до записи?',
    'rules_screens.ask_quiet_from_hour': 'С какого часа не слать рассылки? Например: 21.',
    'rules_screens.ask_quiet_to_hour': 'До какого часа не слать рассылки? Например: 9.',
    'rules_screens.ask_reminder_minutes': 'За сколько до визита напоминать? Например: 24 ч, 2 ч, 1 ч или «никогда».',
    'rules_screens.ask_review_request_minutes':
      'Через сколько после визита просить отзыв? Например: 3 ч или «никогда».',
    'rules_screens.ask_series_horizon_days': 'На сколько дней вперёд серии занимают время? Например: 180.',
    'rules_screens.ask_series_hour': 'В каком часу продлевать серии? Например: 3.',
    'rules_screens.ask_waitlist_hold_minutes':
      'Сколько держать освободившееся время за тем, кто ждёт? Например: 30 мин.',
    'rules_screens.at_once': 'нет',
    'rules_screens.by_zone': 'по часовому поясу',
    'rules_screens.cancel_notice_minutes': 'Клиенты переносят и отменяют не позже чем за',
    'rules_screens.check': '{rule}\n{value} → <b>{after}</b>',
    'rules_screens.complete_after_minutes': 'Визит считается состоявшимся после конца через',
    'rules_screens.country': 'Страна телефонных номеров',
    'rules_screens.days': '{count, plural, one {# день} few {# дня} many {# дней} other {# дня}}',
    'rules_screens.hold_minutes': 'Время держим для подтверждения',
    'rules_screens.keep': '‹ Все правила',
    'rules_screens.line': '• {rule}: <b>{value}</b>',
    'rules_screens.max_future_bookings': 'Записей вперёд у одного клиента, не больше',
    'rules_screens.means_cancel_notice_minutes':
      'Проверяется в момент переноса или отмены, поэтому действует и для уже сделанных записей.',
    'rules_screens.means_complete_after_minutes': 'Действует для новых записей.',
    'rules_screens.means_country': 'Действует для номеров, которые назовут после этого.',
    'rules_screens.means_hold_minutes': 'Действует для новых удержаний.',
    'rules_screens.means_max_future_bookings': 'Действует для новых записей; сделанные остаются.',
    'rules_screens.means_phone_needed': 'Действует для новых записей.',
    'rules_screens.means_quiet_from_hour': 'Действует сразу. Один и тот же час дважды: в любое время.',
    'rules_screens.means_quiet_to_hour': 'Действует сразу. Один и тот же час дважды: в любое время.',
    'rules_screens.means_reminder_minutes':
      'Действует для новых записей; запланированные напоминания придут как прежде.',
    'rules_screens.means_review_request_minutes': 'Действует для визитов, которые закончатся после этого.',
    'rules_screens.means_series_horizon_days': 'Со следующей ночи серии продлеваются на столько; занятое остаётся.',
    'rules_screens.means_series_hour': 'Действует со следующей ночи.',
    'rules_screens.means_waitlist_hold_minutes': 'Действует для новых предложений.',
    'rules_screens.never': 'никогда',
    'rules_screens.no': 'нет',
    'rules_screens.not_understood': 'Не получилось понять.',
    'rules_screens.now': '{rule}: <b>{value}</b>',
    'rules_screens.open': '📐 Правила записи',
    'rules_screens.other': '✏️ Другое значение',
    'rules_screens.phone_needed': 'Нужен номер телефона',
    'rules_screens.quiet_from_hour': 'Рассылок нет с',
    'rules_screens.quiet_to_hour': 'Рассылок нет до',
    'rules_screens.refused': 'Так не сохранить: {rule}. Выберите или напишите другое значение.',
    'rules_screens.reminder_minutes': 'Напоминания до визита',
    'rules_screens.review_request_minutes': 'Просим отзыв после визита через',
    'rules_screens.save': '✅ Сохранить',
    'rules_screens.saved': 'Правило сохранено',
    'rules_screens.series_horizon_days': 'Серии занимают время вперёд, дней',
    'rules_screens.series_hour': 'Серии продлеваются в',
    'rules_screens.short_cancel_notice_minutes': '❌ Отмена',
    'rules_screens.short_complete_after_minutes': '☑️ Завершение',
    'rules_screens.short_country': '🌍 Страна',
    'rules_screens.short_hold_minutes': '⏳ Удержание',
    'rules_screens.short_max_future_bookings': '🔢 Лимит',
    'rules_screens.short_phone_needed': '📞 Телефон',
    'rules_screens.short_quiet_from_hour': '🤫 Тихо с',
    'rules_screens.short_quiet_to_hour': '🌅 Тихо до',
    'rules_screens.short_reminder_minutes': '⏰ Напоминания',
    'rules_screens.short_review_request_minutes': '⭐ Отзывы',
    'rules_screens.short_series_horizon_days': '🔁 Серии',
    'rules_screens.short_series_hour': '🌙 Час серий',
    'rules_screens.short_waitlist_hold_minutes': '🔔 Ожидание',
    'rules_screens.title': '📐 <b>{business}: правила</b>',
    'rules_screens.waitlist_hold_minutes': 'Освободившееся время держим для ждущих',
    'rules_screens.yes': 'да',
    'running.ask': '⏳ <b>На сколько вы опаздываете?</b>\nСначала покажу, кого это касается, и никому не напишу.',
    'running.ask_of':
      '⏳ <b>На сколько опаздывает {specialist}?</b>\nСначала покажу, кого это касается, и никому не напишу.',
    'running.known': '✔️ уже знает',
    'running.line': '<b>{time} → {expected}</b> {client}',
    'running.minutes': '{count, plural, one {# мин} few {# мин} many {# мин} other {# мин}}',
    'running.new': '📨 напишем',
    'running.no_chat': '☎️ в чате нет, позвоните, пожалуйста: {phone}',
    'running.no_way': '☎️ в чате нет, и номер неизвестен',
    'running.nobody':
      '⏳ <b>Опоздание: {count, plural, one {# минута} few {# минуты} many {# минут} other {# минуты}}</b>\nНи один сегодняшний визит из-за этого не начнётся позже.',
    'running.notice':
      '⏳ <b>{specialist}: опоздание примерно {count, plural, one {# минута} few {# минуты} many {# минут} other {# минуты}}.</b>\nВаш визит в {time} начнётся примерно в <b>{expected}</b>. Просим прощения.',
    'running.now_told': '📨 написали',
    'running.other': '‹ Другое время',
    'running.tell':
      '{count, plural, one {📨 Написать # клиенту} few {📨 Написать # клиентам} many {📨 Написать # клиентам} other {📨 Написать # клиента}}',
    'running.title':
      '⏳ <b>Опоздание: {count, plural, one {# минута} few {# минуты} many {# минут} other {# минуты}}</b>\nПозже начнутся:',
    'running.told':
      '📨 <b>{count, plural, one {Предупреждён # клиент.} few {Предупреждены # клиента.} many {Предупреждены # клиентов.} other {Предупреждены # клиента.}}</b>',
    'running.told_nobody': '<b>Все, кому можно написать, уже знают.</b>',
    'series.ask': '<b>Отменить {day}, {time}, и все следующие?</b>',
    'series.ended': 'Отменили с этого дня',
    'series.from_here': '✂️ Отсюда и дальше',
    'series.item': '{service} · {specialist}',
    'series.many':
      '{count, plural, one {Пока это # визит.} few {Пока это # визита.} many {Пока это # визитов.} other {Пока это # визита.}} Сами они не вернутся.',
    'series.mine': '🔁 Серии',
    'series.none': 'Повторяющихся визитов у вас нет. Если они нужны, скажите нам: мы всё устроим.',
    'series.of': '🔁 <b>Повторяющиеся визиты</b>',
    'series.over': 'Впереди визитов нет.',
    'series.pick':
      'Дата открывает визит: его можно перенести или отменить отдельно. ✂️ отменяет его вместе со всеми следующими.',
    'series.title': '🔁 <b>Ваши повторяющиеся визиты</b>',
    'series.too_near': 'Там, где нет ✂️, один из визитов уже слишком близко, чтобы отменить его здесь.',
    'service.free': 'бесплатно',
    'service.summary': '<b>{name}</b> · {duration} · {price}',
    'services.empty': 'Сейчас записаться не на что. Загляните, пожалуйста, чуть позже.',
    'services.line': '<b>{name}</b>\n{duration} · {price}',
    'services.of': 'На что вас записать? Специалист: <b>{specialist}</b>',
    'services.title': 'На что вас записать?',
    'sign_in.code':
      '🔑 Чтобы войти на страницу <b>{business}</b>, введите там этот код:\n\n<code>{code}</code>\n\nЗапрошен здесь: {device}. Действует до {until}.',
    'sign_in.done': 'Вы вышли на всех устройствах.',
    'sign_in.gone': 'Этот вход уже не действует. Вернитесь, пожалуйста, на страницу и попросите новый код.',
    'sign_in.line': '{device}, последний визит {when}',
    'sign_in.nowhere': 'Сейчас вы нигде не вошли через браузер.',
    'sign_in.open': '💻 Где выполнен вход',
    'sign_in.out': '🚪 Выйти на всех устройствах',
    'sign_in.title': '💻 <b>Вы вошли на этих устройствах:</b>',
    'sign_in.warning': 'Этот код не нужен никому, кроме вас. Если вход начали не вы, просто ничего не делайте.',
    'specialists.any': '✨ Любой специалист',
    'specialists.rated': '{name} · ★ {rating, number}',
    'specialists.title': 'К кому вас записать?',
    'staff.ask_cancel': '<b>Отменить этот визит?</b>\nКлиент узнает сразу.',
    'staff.button': '{time} {client}',
    'staff.came': '☑️ Визит был',
    'staff.came_after_all': '☑️ Всё-таки пришли',
    'staff.cancel': '❌ Отменить',
    'staff.cancelled': 'Визит отменён',
    'staff.client': '🙋 <a href="tg://user?id={telegram_id}">{client}</a>',
    'staff.closed': '<i>не работает</i>',
    'staff.copy_phone': '📋 {phone}',
    'staff.everybody': '👥 Все',
    'staff.everybody_title': '👥 <b>{day}</b>',
    'staff.first_visit': '📊 Первый визит',
    'staff.history': '🕘 История',
    'staff.keep': 'Оставить',
    'staff.late': '⏳ Опаздываю',
    'staff.line': '{time} {client} · {service}',
    'staff.marked': 'Отмечено',
    'staff.missed': '🚫 Не пришли',
    'staff.missed_after_all': '🚫 Всё-таки не пришли',
    'staff.more_notes': '{count, plural, one {… и ещё #} few {… и ещё #} many {… и ещё #} other {… и ещё #}}',
    'staff.move': '🔁 Перенести',
    'staff.my_week': '📆 Моя неделя',
    'staff.nobody': 'Здесь пока никто не принимает.',
    'staff.note': '• {text}',
    'staff.notes': '📝 <b>Заметки</b>',
    'staff.of': '👤 <b>{specialist}</b>',
    'staff.off': '🏖 Выходные',
    'staff.one':
      '👤 <b>{specialist}</b> · {count, plural, =0 {записей нет} one {# запись} few {# записи} many {# записей} other {# записи}}',
    'staff.record': '📊 Визитов: {visits}, пропущено: {missed}, отменено: {cancelled}',
    'staff.regular': '🔁 Сделать регулярным',
    'staff.series': '🔁 Серии',
    'staff.show': '👀 Показать запись',
    'staff.this_week': 'Эта неделя',
    'staff.to_day': '‹ {day}',
    'staff.to_visit': '‹ Запись',
    'staff.too_long': 'Это больше {limit} знаков. Пожалуйста, чуть короче.',
    'staff.week': '📆 Неделя',
    'staff.week_all':
      '{day}: {count, plural, =0 {записей нет} one {# запись} few {# записи} many {# записей} other {# записи}}',
    'staff.week_closed': '⚪️ {day}: выходной',
    'staff.week_closed_with':
      '⚪️ {day}: выходной, {count, plural, one {# запись} few {# записи} many {# записей} other {# записи}}',
    'staff.week_day':
      '{mark} {day}: {count, plural, =0 {записей нет} one {# запись} few {# записи} many {# записей} other {# записи}}, {load, number} %',
    'staff.week_title': '📆 <b>{from} – {to}</b>',
    'staff.why':
      '<b>Почему визит отменяется?</b>\nНапишите одним сообщением. Причину увидят в истории сотрудники, клиент — нет. После этого визит будет отменён; /cancel оставит всё как есть.',
    'staff.with_reason': '✍️ Указать причину',
    'staff.yes_cancel': 'Да, отменить',
    'staff_change.by': '{who}: {name}',
    'staff_change.cancelled': 'отменено',
    'staff_change.client': 'клиент',
    'staff_change.completed': 'визит состоялся',
    'staff_change.confirmed': 'подтверждено',
    'staff_change.created': 'запись создана',
    'staff_change.held': 'время придержано',
    'staff_change.line': '{day}, {time} · {what}',
    'staff_change.moved': 'перенесено',
    'staff_change.moved_from': 'было {day}, {time}',
    'staff_change.no_show': 'визит пропущен',
    'staff_change.other': 'изменено',
    'staff_change.program': 'программа',
    'staff_change.reason': '«{reason}»',
    'staff_change.staff': 'сотрудник',
    'staff_change.system': 'само собой',
    'staff_change.title': '🕘 <b>История</b>',
    'staff_series.ahead': 'Ближайшие даты:',
    'staff_series.already_booked': 'у клиента другая запись',
    'staff_series.arrange': '➕ Регулярные визиты',
    'staff_series.back': '‹ Серии',
    'staff_series.booked': '• {day}, {time}',
    'staff_series.button': '{client} · {service}',
    'staff_series.clash': '⚠️ {day}, {time}: {why}',
    'staff_series.clashes':
      '⚠️ {count, plural, one {# визит требует внимания} few {# визита требуют внимания} many {# визитов требуют внимания} other {# визита требуют внимания}}',
    'staff_series.full': 'мест не осталось',
    'staff_series.how': 'Чтобы записать клиента регулярно, откройте его визит и нажмите «🔁 Сделать регулярным».',
    'staff_series.line': '<b>{client}</b> · {service}',
    'staff_series.moved': '• {day}, {time}, перенесён',
    'staff_series.next': 'ближайший визит: {day}, {time}',
    'staff_series.no_next': 'впереди ничего нет',
    'staff_series.none': 'Сейчас серий нет.',
    'staff_series.not_offered': 'услуга не оказывается',
    'staff_series.of': '🔁 <b>{client}</b> · {service}',
    'staff_series.on_day_off': '⚠️ {day}, {time}: выходной',
    'staff_series.outside_hours': 'нерабочее время',
    'staff_series.past': 'уже прошло',
    'staff_series.taken': 'время занято',
    'staff_series.title': '🔁 <b>Серии</b>',
    'staff_status.cancelled': '✖️ <b>Отменено</b>',
    'staff_status.completed': '☑️ <b>Визит состоялся</b>',
    'staff_status.confirmed': '✅ <b>Записан</b>',
    'staff_status.held': '⏳ <b>Придержано для клиента</b>',
    'staff_status.no_show': '🚫 <b>Клиент не пришёл</b>',
    'staff_status.pending_payment': '⏳ <b>Ждём оплату</b>',
    'stats.ahead': '✅ впереди: {count, number}',
    'stats.busiest': '⏰ Чаще всего приходят: {when}',
    'stats.by_day': 'Визиты по дням',
    'stats.by_week': 'Визиты по неделям',
    'stats.cancelled': '✖️ отменены: {count, number}',
    'stats.clients': '🙋 Клиенты: новых {fresh, number}, вернулись {returning, number}',
    'stats.completed': '☑️ состоялись: {count, number}',
    'stats.last_month': 'Прошлый месяц',
    'stats.last_week': 'Прошлая неделя',
    'stats.load': 'Загрузка',
    'stats.load_line': '{name}: {load} %',
    'stats.menu': '📊 Статистика',
    'stats.money': '💳 Заработано: {amount}',
    'stats.no_show': '🚫 пропущены: {count, number} ({rate} %)',
    'stats.picture': '🖼 Картинкой',
    'stats.service_line': '{name}: {count, number}',
    'stats.services': '<b>Чаще всего выбирают</b>',
    'stats.this_month': 'Этот месяц',
    'stats.this_week': 'Эта неделя',
    'stats.title': '📊 <b>Статистика</b>\n{from} – {to}',
    'stats.total':
      '{count, plural, one {Записан <b># визит</b>} few {Записано <b># визита</b>} many {Записано <b># визитов</b>} other {Записано <b># визита</b>}}',
    'status.cancelled': '✖️ <b>Запись отменена</b>',
    'status.completed': '☑️ <b>Визит состоялся</b>',
    'status.confirmed': '✅ <b>Вы записаны</b>',
    'status.held': '⏳ <b>Время придержано для вас</b>',
    'status.no_show': '🚫 <b>Визит пропущен</b>',
    'status.pending_payment': '⏳ <b>Ждём оплату</b>',
    'taken.gone': '<b>На это время записаться уже нельзя.</b>',
    'taken.nearest': 'Ближайшее свободное время ({zone}):',
    'taken.other': 'Выберите, пожалуйста, другое время.',
    'taken.title': '😔 <b>Это время только что заняли.</b>',
    'time.zone': 'время: {zone}',
    'visit_moving.ask': '<b>Перенести этот визит?</b>\nКлиент узнает сразу.',
    'visit_moving.busy_client': '<b>У клиента на это время есть другая запись.</b>',
    'visit_moving.near':
      '🔁 <b>Время вне выходных</b>\nО новом времени клиент узнает сразу. Хорошо бы сначала спросить его.',
    'visit_moving.no_near': '🔁 <b>Рядом с этими днями свободного времени нет.</b>',
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
    'waitlist.place':
      '{place, plural, =1 {Вы первый в очереди.} one {Вы в очереди под номером #.} few {Вы в очереди под номером #.} many {Вы в очереди под номером #.} other {Вы в очереди под номером #.}}',
    'waitlist.promise': 'Как только время освободится, напишу вам и придержу его для вас.',
    'waitlist.take': '✅ Беру',
    'waitlist.tell_me': '🔔 Сообщить, если освободится',
    'waitlist.title': '🔔 <b>Вы ждёте:</b>',
    'waitlist.until': 'Держим его для вас до {time}, потом предложим следующему.',
    'webhooks.given_up':
      '⚠️ <b>{host} не отвечает уже три дня</b>\n\nСобытия туда больше не отправляются. Включите снова, когда всё заработает.',
    'weekday.again': '✏️ Выбрать другое',
    'weekday.back': '‹ Неделя',
    'weekday.change': '✏️ Другие часы',
    'weekday.close': '🔒 Сделать выходным',
    'weekday.copy': '📋 Так же в другие дни',
    'weekday.copy_ask': '📋 <b>В какие ещё дни?</b>\nКак {day}: {hours}',
    'weekday.day': '🗓 <b>{day}</b>: {hours}',
    'weekday.from': '<b>{day}: с какого часа?</b>',
    'weekday.half_hours': '🕧 С половиной: 9:30, 10:30…',
    'weekday.in_words': '✍️ Всю неделю словами',
    'weekday.more': '➕ Ещё часы после перерыва',
    'weekday.open': '✏️ Изменить неделю',
    'weekday.open_day': '➕ Назначить часы',
    'weekday.paste': 'Дальше ›',
    'weekday.title': '🕑 <b>Часы по дням недели</b> ({zone})\nКакой день изменим?',
    'weekday.to_day': '‹ {day}',
    'weekday.until': '<b>{day}: с {from} до какого часа?</b>',
    'weekday.whole_hours': '🕐 Ровно: 9:00, 10:00…',
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

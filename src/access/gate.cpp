#include "access/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "access/administering.hpp"
#include "access/broken_glass.hpp"
#include "access/lending.hpp"
#include "privacy/consent.hpp"
#include "privacy/person_state.hpp"
#include "record/reach.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using operations::Operation;
using operations::Principal;
using operations::Scope;
using storage::Transaction;

// An id has 36 characters. Who is refused may have sent anything in its place.
constexpr size_t kPersonBytesMax = 64;

// What the law asks of who protects the data, about people whom that person never accompanies.
// Reading a record as an adviser does is never among them.
constexpr std::string_view kDuties[] = {"people.export", "people.erase", "people.restrict"};

bool is_duty(std::string_view permission) {
  return std::find(std::begin(kDuties), std::end(kDuties), permission) != std::end(kDuties);
}

// As record::reach_of, and everybody for who has a duty towards everybody.
std::optional<record::Follower> reach_of(const Principal& caller, std::string_view permission) {
  if (is_duty(permission) && caller.scope_of(permission) == Scope::all) return std::nullopt;
  return record::reach_of(caller, permission);
}

// What this thread's calls did on the way, until they end: calls from module to module nest.
struct Course {
  const Call* call;
  bool wrote = false;   // a change with its own entry
  std::string refusal;  // sentence of the refusal that was written down already
};
constexpr size_t kCoursesMax = 64;  // far beyond how deep calls nest
thread_local std::vector<Course> courses;
// The gate's own writes are no changes of the call.
thread_local bool tracing = false;

Course& course_of(const Call& call) {
  for (auto& one : courses)
    if (one.call == &call) return one;
  if (courses.size() >= kCoursesMax) courses.erase(courses.begin());
  return courses.emplace_back(Course{&call, false, {}});
}

Course end_course(const Call& call) {
  Course out{&call, false, {}};
  std::erase_if(courses, [&](auto& one) {
    if (one.call != &call) return false;
    out = one;
    return true;
  });
  return out;
}

class Tracing {
 public:
  Tracing() : before_(tracing) { tracing = true; }
  ~Tracing() { tracing = before_; }
  Tracing(const Tracing&) = delete;
  Tracing& operator=(const Tracing&) = delete;

 private:
  const bool before_;
};

Error closed(const Call& call) {
  if (call.principal().allows("people.break_glass"))
    return said(Code::forbidden,
                "You do not accompany this person, or nobody of this id is here. If the record "
                "must be opened now, say why: POST /api/v1/people/{person}/break-glass (your "
                "supervisor is told).",
                "Vous n’accompagnez pas cette personne, ou personne n’a cet identifiant ici. S’il "
                "faut ouvrir le dossier maintenant, écrivez pourquoi : POST "
                "/api/v1/people/{person}/break-glass (votre responsable en est averti).");
  return said(Code::forbidden,
              "You do not accompany this person, or nobody of this id is here. Ask your "
              "supervisor to entrust the person to you.",
              "Vous n’accompagnez pas cette personne, ou personne n’a cet identifiant ici. "
              "Demandez à votre responsable de vous la confier.");
}

audit::Entry entry_of(const Operation& operation, const Call& call, Micros now,
                      std::string person) {
  const auto& caller = call.principal();
  audit::Entry entry;
  entry.at = now;
  entry.actor = caller.id;
  entry.on_behalf_of = call.on_behalf_of.empty() ? caller.on_behalf_of : call.on_behalf_of;
  entry.operation = operation.id;
  entry.module = operation.module;
  entry.person = std::move(person);
  entry.relation = call.relation;
  entry.reason = call.reason;
  entry.request_id = call.request_id;
  entry.session = caller.session;
  return entry;
}

std::string subject_of(const Operation& operation, const Call& call) {
  if (operation.subject.empty()) return {};
  return std::string(json::text(call.input(), operation.subject));
}

// Whom an entry is about: the person whose record opens, or is asked to.
std::string person_of(const Operation& operation, const Call& call) {
  auto person = operation.about.empty() ? subject_of(operation, call)
                                        : std::string(json::text(call.input(), operation.about));
  return person.size() <= kPersonBytesMax ? person : std::string();
}

// An id that is no text would pass as nobody's.
Status check_subject(const Operation& operation, const Call& call) {
  if (operation.subject.empty()) return {};
  const auto* given = json::member(call.input(), operation.subject);
  if (!given || given->IsNull() || given->IsString()) return {};
  return Error{Code::invalid,
               fmt::format("{} names a person by an id, as text", operation.subject),
               {{"/" + operation.subject, "must be text", "ce doit être du texte"}},
               fmt::format("« {} » désigne une personne par son identifiant, sous forme de texte.",
                           operation.subject)};
}

constexpr std::string_view kStepUpPointer = "/step_up";

Status check_step_up(const Operation& operation, const Call& call, Micros now) {
  const auto& caller = call.principal();
  if (!operation.step_up || caller.account.empty()) return {};
  if (caller.authenticated_at > 0 && now - caller.authenticated_at <= kStepUpFor) return {};
  return Error{Code::forbidden,
               "This needs your second factor again, shown within the last five minutes: POST "
               "/api/v1/session/step-up, then repeat it.",
               {{std::string(kStepUpPointer), "show a factor again", "montrer un facteur"}},
               "Montrez à nouveau votre second facteur (POST /api/v1/session/step-up), puis "
               "recommencez dans les cinq minutes."};
}

// Refused for the sake of a record, not for the age of a factor.
bool is_knock(const Error& error) {
  return error.details.empty() || error.details.front().pointer != kStepUpPointer;
}

}  // namespace

Status RecordGate::find_relation(const Operation& operation, Call& call,
                                 const std::string& person) {
  const auto& caller = call.principal();
  const auto reach = reach_of(caller, operation.permission);
  if (!reach) {
    call.relation = name_of(Scope::all);
    return {};
  }
  const Micros now = clock_.now();
  return database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, privacy::person_state(tx, person));
    if (state.archived) return closed(call);
    AKSIS_ASSIGN(opening, record::follows(tx, *reach, person, now));
    if (opening) {
      call.relation = name_of(opening->kind);
      call.on_behalf_of = opening->on_behalf_of;
      return {};
    }
    if (caller.account.empty()) return closed(call);
    AKSIS_ASSIGN(glass, open_glass(tx, caller.account, person, now));
    if (!glass) return closed(call);
    call.relation = "break_glass";
    call.reason = glass->reason;
    return {};
  });
}

Status RecordGate::admit(const Operation& operation, Call& call) {
  AKSIS_TRY(check_subject(operation, call));
  AKSIS_TRY(check_step_up(operation, call, clock_.now()));
  if (lends(operation))
    AKSIS_TRY(database_.read([&](Transaction& tx) { return check_lending(tx, operation, call); }));
  if (administers(operation) && administered_by(call.principal(), operation.permission))
    AKSIS_TRY(
        database_.read([&](Transaction& tx) { return check_administering(tx, operation, call); }));
  const auto person = subject_of(operation, call);
  if (person.empty()) return {};
  AKSIS_TRY(find_relation(operation, call, person));
  return check_purpose(operation, person);
}

// After the relation: whether somebody's processing is restricted is told to who may see them only.
Status RecordGate::check_purpose(const Operation& operation, const std::string& person) {
  if (operation.purpose.empty()) return {};
  bool may = false;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(allowed, privacy::may_process(tx, person, operation.purpose));
    may = allowed;
    return {};
  }));
  if (may) return {};
  return said(Code::conflict,
              "The processing of this person's data is restricted, or the consent it needs is not "
              "given (`aksis person state`, `aksis consent list`).",
              "Le traitement des données de cette personne est limité, ou le consentement "
              "nécessaire n’est pas donné (`aksis person state`, `aksis consent list`).");
}

Status Traces::write(Transaction& tx, const std::vector<const void*>& items) {
  std::vector<const audit::Hashed*> entries;
  entries.reserve(items.size());
  for (const void* item : items) {
    const auto& trace = *static_cast<const Trace*>(item);
    if (trace.opens) AKSIS_TRY(guard_.count(tx, trace.account, trace.made.entry.person));
    if (trace.named) AKSIS_TRY(guard_.count_shown(tx, trace.account, *trace.named));
    entries.push_back(&trace.made);
  }
  return audit::append_all(tx, entries);
}

Status RecordGate::trace(const Operation& operation, const Call& call, const std::string& person,
                         std::string_view kind, std::string_view outcome) {
  auto entry = entry_of(operation, call, clock_.now(), person);
  entry.kind = kind;
  entry.outcome = outcome;
  // A list has its number, not its names: who was in it is seen by asking for it again.
  if (call.shown) entry.object = fmt::format("people:{}", call.shown->people);
  const auto account = counted_as(call.principal(), operation.permission);
  Trace trace{audit::Hashed(std::move(entry))};
  if (kind == "read" && !account.empty()) {
    trace.account = account;
    trace.opens = !person.empty();
    if (call.shown) trace.named = &call.shown->others;
  }
  return database_.write_together(traces_, &trace);
}

Status RecordGate::raise_alarm(const Operation& operation, const Call& call,
                               const std::string& person) {
  AKSIS_TRY(trace(operation, call, person, "alarm", audit::name_of(Code::forbidden)));
  const Tracing own;
  return guard_.alarm(counted_as(call.principal(), operation.permission));
}

Status RecordGate::turned_away(const Operation& operation, Call& call, const std::string& person,
                               const Error& error) {
  AKSIS_TRY(trace(operation, call, person, "refused", audit::name_of(error.code)));
  const auto account = counted_as(call.principal(), operation.permission);
  if (account.empty() || person.empty() || !is_knock(error)) return {};
  if (!guard_.refused(account, person)) return {};
  const Tracing own;
  return guard_.alarm(account);
}

Status RecordGate::ended(const Operation& operation, Call& call, const Status& outcome) {
  const auto course = end_course(call);
  if (operation.open) return {};  // signing in writes its own
  const auto person = person_of(operation, call);
  const auto account = counted_as(call.principal(), operation.permission);
  const bool told = !outcome.ok() && course.refusal == outcome.error().message;
  const bool volume = !outcome.ok() && is_volume_error(outcome.error()) && !told;
  // A write that went beyond was undone, whatever a module made of its error.
  if (!account.empty() && (guard_.went_beyond(account) || volume)) {
    AKSIS_TRY(raise_alarm(operation, call, person));
    return outcome.ok() ? Status(closed(call)) : Status();
  }
  if (!outcome.ok())
    return outcome.error().code == Code::forbidden && !told
               ? turned_away(operation, call, person, outcome.error())
               : Status();
  // Changes have their entry in their own transaction. What is declared as one and only read has
  // none yet.
  const bool read = operation.kind == Kind::read || !course.wrote;
  const bool shows = !subject_of(operation, call).empty() || operation.traced;
  if (!read || !shows) return {};
  const auto traced = trace(operation, call, person, "read", "done");
  if (traced.ok() || !is_volume_error(traced.error())) return traced;
  AKSIS_TRY(raise_alarm(operation, call, person));
  return traced;
}

Status RecordGate::open(const Operation& operation, Call& call, const std::string& person) {
  auto found = find_relation(operation, call, person);
  if (!found.ok()) {
    AKSIS_TRY(turned_away(operation, call, person, found.error()));
    course_of(call).refusal = found.error().message;
    return found;
  }
  auto traced = trace(operation, call, person, "read", "done");
  if (!traced.ok() && is_volume_error(traced.error())) {
    AKSIS_TRY(raise_alarm(operation, call, person));
    course_of(call).refusal = traced.error().message;
  }
  return traced;
}

Result<std::optional<std::vector<std::string>>> RecordGate::visible(const Principal& caller,
                                                                    std::string_view permission) {
  const auto reach = reach_of(caller, permission);
  std::optional<std::vector<std::string>> out;
  if (!reach) return out;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(people, record::caseload(tx, *reach, clock_.now(), "", kVisibleMax + 1));
    out = std::move(people);
    return {};
  }));
  if (static_cast<int64_t>(out->size()) > kVisibleMax)
    return said(Code::busy, "more people are followed than can be looked at at once",
                "Trop de personnes sont suivies pour qu’on puisse les examiner en une fois : "
                "restreignez la demande.");
  return out;
}

std::function<storage::Around()> RecordGate::surroundings(audit::Sealer seal) {
  const auto describe = [this]() -> std::optional<audit::Entry> {
    const auto* current = operations::current_call();
    if (!current || current->operation->open || current->operation->upkeep || tracing)
      return std::nullopt;
    course_of(*current->call).wrote = true;
    auto entry = entry_of(*current->operation, *current->call, clock_.now(),
                          person_of(*current->operation, *current->call));
    entry.kind = "change";
    return entry;
  };
  const auto audited = audit::surroundings(describe, std::move(seal));
  return [this, audited]() -> storage::Around {
    auto around = audited();
    const auto* current = operations::current_call();
    if (!around || !current) return around;
    const auto person = subject_of(*current->operation, *current->call);
    const auto account = counted_as(current->call->principal(), current->operation->permission);
    if (person.empty() || account.empty()) return around;
    return [this, around, person, account](Transaction& tx, const storage::Body& body) -> Status {
      AKSIS_TRY(around(tx, body));
      const storage::Unconfined core(tx);
      return guard_.count(tx, account, person);
    };
  };
}

}  // namespace aksis::access

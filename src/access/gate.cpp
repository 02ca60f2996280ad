#include "access/gate.hpp"

#include <fmt/format.h>

#include "access/broken_glass.hpp"
#include "record/relations.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using operations::Operation;
using operations::Principal;
using operations::Scope;
using storage::Transaction;

// The host, the command line on the server's machine, and programs given every record.
bool needs_relation(const Principal& caller, Scope scope) {
  return !caller.account.empty() || (caller.id.starts_with("client:") && scope != Scope::all);
}

record::Follower follower_of(const Principal& caller, Scope scope) {
  return {caller.account,
          scope >= Scope::agency ? std::string_view(caller.organisation) : std::string_view()};
}

Error closed(const Principal& caller) {
  const auto* message =
      caller.allows("people.break_glass")
          ? "You do not accompany this person, or nobody of this id is here. If the record must be "
            "opened now, say why: POST /api/v1/people/{person}/break-glass (your supervisor is "
            "told)."
          : "You do not accompany this person, or nobody of this id is here. Ask your supervisor "
            "to entrust the person to you.";
  return {Code::forbidden, message, {}};
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

Status check_step_up(const Operation& operation, const Principal& caller, Micros now) {
  if (!operation.step_up || caller.account.empty()) return {};
  if (caller.authenticated_at > 0 && now - caller.authenticated_at <= kStepUpFor) return {};
  return Error{Code::forbidden,
               "This needs your second factor again, shown within the last five minutes: POST "
               "/api/v1/session/step-up, then repeat it.",
               {{"/step_up", "show a factor again"}}};
}

}  // namespace

Status RecordGate::find_relation(const Operation& operation, Call& call,
                                 const std::string& person) {
  const auto& caller = call.principal();
  const auto scope = caller.scope_of(operation.permission).value_or(Scope::own);
  if (!needs_relation(caller, scope)) {
    call.relation = "all";
    return {};
  }
  const Micros now = clock_.now();
  return database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(opening, record::follows(tx, follower_of(caller, scope), person, now));
    if (opening) {
      call.relation = name_of(opening->kind);
      call.on_behalf_of = opening->on_behalf_of;
      return {};
    }
    if (caller.account.empty()) return closed(caller);
    AKSIS_ASSIGN(glass, open_glass(tx, caller.account, person, now));
    if (!glass) return closed(caller);
    call.relation = "break_glass";
    call.reason = glass->reason;
    return {};
  });
}

Status RecordGate::admit(const Operation& operation, Call& call) {
  AKSIS_TRY(check_step_up(operation, call.principal(), clock_.now()));
  const auto person = subject_of(operation, call);
  return person.empty() ? Status() : find_relation(operation, call, person);
}

Status RecordGate::trace(const Operation& operation, const Call& call, const std::string& person,
                         std::string_view kind, std::string_view outcome) {
  auto entry = entry_of(operation, call, clock_.now(), person);
  entry.kind = kind;
  entry.outcome = outcome;
  const auto& account = call.principal().account;
  return database_.write([&](Transaction& tx) -> Status {
    if (kind == "read" && !person.empty() && !account.empty())
      AKSIS_TRY(guard_.count(tx, account, person));
    AKSIS_TRY(audit::append(tx, entry));
    return {};
  });
}

Status RecordGate::turned_away(const Operation& operation, Call& call, const std::string& person,
                               const Error& error) {
  AKSIS_TRY(trace(operation, call, person, "refused", audit::name_of(error.code)));
  const auto& account = call.principal().account;
  if (!account.empty() && !person.empty() && guard_.refused(account, person))
    return guard_.alarm(account);
  return {};
}

Status RecordGate::ended(const Operation& operation, Call& call, const Status& outcome) {
  if (operation.open) return {};  // signing in writes its own
  const auto person = subject_of(operation, call);
  const auto& account = call.principal().account;
  if (!outcome.ok()) {
    const auto& error = outcome.error();
    if (is_volume_error(error)) {
      AKSIS_TRY(trace(operation, call, person, "alarm", audit::name_of(error.code)));
      return guard_.alarm(account);
    }
    return error.code == Code::forbidden ? turned_away(operation, call, person, error) : Status();
  }
  // Changes have their entry in their own transaction.
  if (operation.kind != Kind::read || (person.empty() && !operation.traced)) return {};
  const auto traced = trace(operation, call, person, "read", "done");
  if (traced.ok() || !is_volume_error(traced.error())) return traced;
  AKSIS_TRY(trace(operation, call, person, "alarm", audit::name_of(Code::forbidden)));
  AKSIS_TRY(guard_.alarm(account));
  return traced;
}

Status RecordGate::open(const Operation& operation, Call& call, const std::string& person) {
  auto found = find_relation(operation, call, person);
  if (!found.ok()) {
    AKSIS_TRY(turned_away(operation, call, person, found.error()));
    return found;
  }
  auto traced = trace(operation, call, person, "read", "done");
  if (!traced.ok() && is_volume_error(traced.error()))
    AKSIS_TRY(guard_.alarm(call.principal().account));
  return traced;
}

Result<std::optional<std::vector<std::string>>> RecordGate::visible(const Principal& caller,
                                                                    std::string_view permission) {
  const auto scope = caller.scope_of(permission).value_or(Scope::own);
  std::optional<std::vector<std::string>> out;
  if (!needs_relation(caller, scope)) return out;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(people, record::caseload(tx, follower_of(caller, scope), clock_.now(), "",
                                          kVisibleMax + 1));
    out = std::move(people);
    return {};
  }));
  if (static_cast<int64_t>(out->size()) > kVisibleMax)
    return Error{Code::busy, "more people are followed than can be looked at at once", {}};
  return out;
}

std::function<storage::Around()> RecordGate::surroundings(audit::Sealer seal) {
  const auto describe = [this]() -> std::optional<audit::Entry> {
    const auto* current = operations::current_call();
    if (!current || current->operation->open) return std::nullopt;
    auto entry = entry_of(*current->operation, *current->call, clock_.now(),
                          subject_of(*current->operation, *current->call));
    entry.kind = "change";
    return entry;
  };
  const auto audited = audit::surroundings(describe, std::move(seal));
  return [this, audited]() -> storage::Around {
    auto around = audited();
    const auto* current = operations::current_call();
    if (!around || !current) return around;
    const auto person = subject_of(*current->operation, *current->call);
    const auto account = current->call->principal().account;
    if (person.empty() || account.empty()) return around;
    return [this, around, person, account](Transaction& tx, const storage::Body& body) -> Status {
      AKSIS_TRY(around(tx, body));
      const storage::Unconfined core(tx);
      return guard_.count(tx, account, person);
    };
  };
}

}  // namespace aksis::access

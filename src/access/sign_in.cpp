#include "access/sign_in.hpp"

#include <fmt/format.h>

#include "access/devices.hpp"
#include "aksis/cpp/fold.hpp"
#include "aksis/cpp/json.hpp"
#include "events/outbox.hpp"

namespace aksis::access {
namespace {

using storage::Transaction;

constexpr size_t kUserAgentMax = 200;

Error no() {
  return said(
      Code::unauthenticated,
      "The login, password or code is refused. After several failures there is a wait of fifteen "
      "minutes at most; if it goes on, ask whoever administers the accounts.",
      "Identifiant, mot de passe ou code refusé. Après plusieurs échecs il faut attendre, quinze "
      "minutes au plus ; si cela dure, demandez à la personne qui administre les comptes.");
}

Error no_room() {
  return said(
      Code::busy,
      "Too many tries have failed from this network. Try again in fifteen minutes, or on a device "
      "you signed in on before.",
      "Trop de tentatives ont échoué depuis ce réseau. Réessayez dans quinze minutes, ou depuis un "
      "appareil sur lequel vous vous êtes déjà connecté.");
}

// What is known of a login before its password is looked at.
struct Seen {
  std::optional<Account> account;
  std::string hash;
  Attempt attempt;
  bool room = true;
  bool waits = false;  // locked now
  bool usable() const { return account && account->state == "active" && !hash.empty() && !waits; }
};

Result<Seen> look(const Parts& parts, Transaction& tx, const std::string& login_fold,
                  const operations::Origin& origin) {
  const Micros now = parts.clock.now();
  Seen seen;
  AKSIS_ASSIGN(account, find_login(tx, login_fold));
  const std::string id = account ? account->id : std::string();
  AKSIS_ASSIGN(device, known_device(tx, id, origin.device, now));
  AKSIS_ASSIGN(hash, read_password_hash(tx, id));
  seen.account = std::move(account);
  seen.hash = std::move(hash);
  seen.attempt = attempt_of(login_fold, device, origin.peer);
  AKSIS_ASSIGN(room, within_budget(tx, seen.attempt, parts.settings.budgets, now));
  AKSIS_ASSIGN(lock, read_lock(tx, seen.attempt));
  seen.room = room;
  seen.waits = locked(lock, now);
  return seen;
}

Status note(const Parts& parts, Transaction& tx, const Account* account, std::string_view outcome,
            std::string_view method, const operations::Origin& origin) {
  return parts.ports.audit(tx, {.kind = "sign_in",
                                .account = account ? account->id : "",
                                .by = {},
                                .outcome = std::string(outcome),
                                .method = std::string(method),
                                .peer = origin.peer,
                                .reason = {}});
}

void take(Session& session, const operations::Origin& origin) {
  session.peer = origin.peer;
  session.user_agent = origin.user_agent.substr(0, kUserAgentMax);
}

// After the password was looked at, where everything may have changed meanwhile. Whether it counts.
Result<bool> settle(const Parts& parts, SessionChange& change, const Seen& before, const Seen& seen,
                    bool right, const operations::Origin& origin) {
  const auto* account = seen.account ? &*seen.account : nullptr;
  if (seen.waits || before.waits) {
    AKSIS_TRY(record_refusal(change.tx(), seen.attempt, change.now()));
    AKSIS_TRY(note(parts, change.tx(), account, "locked", "password", origin));
    return false;
  }
  if (right && seen.usable() && before.usable() && before.hash == seen.hash) return true;
  AKSIS_TRY(count_failure(parts, change, seen.attempt, account, "password", origin));
  return false;
}

}  // namespace

Status count_failure(const Parts& parts, SessionChange& change, const Attempt& attempt,
                     const Account* account, std::string_view method,
                     const operations::Origin& origin) {
  auto& tx = change.tx();
  AKSIS_ASSIGN(failure, record_failure(tx, attempt, change.now()));
  const bool active = account && account->state == "active";
  AKSIS_TRY(note(parts, tx, account,
                 !account ? "unknown"
                 : active ? "wrong"
                          : "not_active",
                 method, origin));
  if (!account) return {};
  if (locked(failure.state, change.now()))
    AKSIS_TRY(parts.ports.audit(
        tx, {.kind = "lock",
             .account = account->id,
             .by = {},
             .outcome = fmt::format("{} s", (failure.state.locked_until - change.now()) / kSecond),
             .method = std::string(method),
             .peer = origin.peer,
             .reason = {}}));
  if (failure.of_day < kReviewFailures || account->review_at) return {};
  AKSIS_TRY(tx.execute("UPDATE core_account SET review_at = $1 WHERE id = $2",
                       {change.now(), account->id}));
  json::Writer data;
  data.object().member("account", account->id).member("failures", failure.of_day).end();
  return events::publish(tx, "core.account_review/1", data.text(), parts.clock);
}

Result<Session> same_session(SessionChange& change, const Session& session) {
  AKSIS_ASSIGN(present, change.read(session.id));
  if (!present || present->stage != session.stage ||
      present->authenticated_at != session.authenticated_at)
    return said(Code::unauthenticated, "This session ended or changed meanwhile: sign in.",
                "Cette session a pris fin ou a changé entre-temps : connectez-vous.");
  return *std::move(present);
}

Result<Opened> promote(const Parts& parts, SessionChange& change, Session session,
                       const Account& account, std::string_view kind,
                       const operations::Origin& origin) {
  const Micros now = change.now();
  const bool signs_in = session.stage == Stage::half;
  // The absolute end counts from here; a step-up does not move it.
  if (signs_in) session.started_at = now;
  session.stage = Stage::full;
  session.may_enrol = session.replaces = false;
  session.failures = 0;
  session.authenticated_at = now;
  if (signs_in) session.method += (session.method.empty() ? "" : "+") + std::string(kind);
  take(session, origin);
  Opened out;
  AKSIS_ASSIGN(device, known_device(change.tx(), account.id, origin.device, now));
  AKSIS_TRY(clear_lock(change.tx(), attempt_of(fold(account.login), device, origin.peer)));
  AKSIS_ASSIGN(token, session.id.empty() ? change.open(session) : change.renew(session));
  AKSIS_ASSIGN(value, remember_device(change.tx(), account.id, origin.device, now));
  AKSIS_ASSIGN(ways, parts.factors.ways(change.tx(), account.id));
  AKSIS_TRY(note(parts, change.tx(), &account, signs_in ? "ok" : "step_up", kind, origin));
  out.session = std::move(session);
  out.token = std::move(token);
  out.device = std::move(value);
  out.ways = std::move(ways);
  return out;
}

Result<Opened> SignIn::with_password(std::string_view login, std::string_view password,
                                     const operations::Origin& origin) {
  const auto login_fold = fold(login);
  Seen before;
  AKSIS_TRY(parts_.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(seen, look(parts_, tx, login_fold, origin));
    before = std::move(seen);
    return {};
  }));
  if (!before.room) return no_room();
  const auto text = normalise_password(password);
  const auto& decoy = parts_.pool.decoy();  // asked for whoever it is: the first call makes it
  AKSIS_ASSIGN(right, parts_.pool.verify(before.usable() ? before.hash : decoy, text));
  std::string better;
  if (right && before.usable() && parts_.pool.needs_rehash(before.hash)) {
    AKSIS_ASSIGN(hash, parts_.pool.hash(text));
    better = std::move(hash);
  }
  std::optional<Opened> opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    opened.reset();
    AKSIS_ASSIGN(seen, look(parts_, change.tx(), login_fold, origin));
    AKSIS_ASSIGN(counts, settle(parts_, change, before, seen, right, origin));
    if (!counts) return {};
    if (!better.empty())
      AKSIS_TRY(set_password_hash(change.tx(), seen.account->id, better, change.now()));
    Opened half;
    half.session.account = seen.account->id;
    half.session.method = "password";
    take(half.session, origin);
    AKSIS_ASSIGN(token, change.open(half.session));
    AKSIS_ASSIGN(ways, parts_.factors.ways(change.tx(), seen.account->id));
    AKSIS_TRY(note(parts_, change.tx(), &*seen.account, "half", "password", origin));
    half.token = std::move(token);
    half.ways = std::move(ways);
    opened = std::move(half);
    return {};
  }));
  if (!opened) return no();
  return *std::move(opened);
}

Result<Opened> SignIn::with_factor(const Session& session, std::string_view kind,
                                   const operations::Origin& origin, const Verify& verify) {
  std::optional<Opened> opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    opened.reset();
    auto& tx = change.tx();
    AKSIS_ASSIGN(present, same_session(change, session));
    AKSIS_ASSIGN(account, read_account(tx, present.account));
    if (account.state != "active") return no();
    AKSIS_ASSIGN(device, known_device(tx, account.id, origin.device, change.now()));
    const auto attempt = attempt_of(fold(account.login), device, origin.peer);
    AKSIS_ASSIGN(lock, read_lock(tx, attempt));
    if (locked(lock, change.now())) {
      AKSIS_TRY(record_refusal(tx, attempt, change.now()));
      return note(parts_, tx, &account, "locked", kind, origin);
    }
    AKSIS_ASSIGN(right, verify(tx, account.id));
    if (right) {
      AKSIS_ASSIGN(full, promote(parts_, change, std::move(present), account, kind, origin));
      opened = std::move(full);
      return {};
    }
    AKSIS_TRY(count_failure(parts_, change, attempt, &account, kind, origin));
    if (++present.failures >= kHalfFailures) return change.end(account.id, present.id);
    return change.update(present);
  }));
  if (!opened) return no();
  return *std::move(opened);
}

Result<Opened> SignIn::without_password(std::string_view method, const operations::Origin& origin,
                                        const Who& who) {
  std::optional<Opened> opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    opened.reset();
    AKSIS_ASSIGN(id, who(change.tx()));
    if (id.empty()) return note(parts_, change.tx(), nullptr, "unknown", method, origin);
    AKSIS_ASSIGN(account, read_account(change.tx(), id));
    if (account.state != "active")
      return note(parts_, change.tx(), &account, "not_active", method, origin);
    Session session;
    session.account = account.id;
    AKSIS_ASSIGN(full, promote(parts_, change, std::move(session), account, method, origin));
    opened = std::move(full);
    return {};
  }));
  if (!opened) return no();
  return *std::move(opened);
}

Status SignIn::check_password_of(std::string_view account, std::string_view password,
                                 const operations::Origin& origin) {
  Seen before;
  std::string login_fold;
  AKSIS_TRY(parts_.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, read_account(tx, account));
    login_fold = fold(one.login);
    AKSIS_ASSIGN(seen, look(parts_, tx, login_fold, origin));
    before = std::move(seen);
    return {};
  }));
  const auto& decoy = parts_.pool.decoy();
  AKSIS_ASSIGN(right, parts_.pool.verify(before.usable() ? before.hash : decoy,
                                         normalise_password(password)));
  bool good = false;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    AKSIS_ASSIGN(seen, look(parts_, change.tx(), login_fold, origin));
    AKSIS_ASSIGN(counts, settle(parts_, change, before, seen, right, origin));
    good = counts;
    return {};
  }));
  return good ? Status() : Status(no());
}

}  // namespace aksis::access

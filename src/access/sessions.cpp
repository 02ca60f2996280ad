#include "access/sessions.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "access/session_rows.hpp"
#include "base/identity.hpp"

namespace aksis::access {
namespace {

using operations::Principal;
using storage::Row;
using storage::Transaction;

Error not_signed_in() {
  return said(Code::unauthenticated,
              "Nobody is signed in with this session: it ended, or never began. Sign in (POST "
              "/api/v1/session).",
              "Personne n’est connecté avec cette session : elle a pris fin, ou n’a jamais "
              "commencé. Connectez-vous (POST /api/v1/session).");
}

Error second_factor_missing() {
  return said(Code::unauthenticated,
              "The second factor is missing: show it (POST /api/v1/session/totp, …/recovery or a "
              "passkey), then this session serves.",
              "Le second facteur manque : montrez-le (POST /api/v1/session/totp, …/recovery ou une "
              "clé d’accès), et cette session servira.");
}

// One session in memory. Everything but the times stays as it is; a change puts another one here.
struct Entry {
  Session session;
  std::string token_hash;
  Principal principal;
  std::atomic<Micros> seen{0};
  std::atomic<Micros> flushed{0};  // what of it the database has

  Session now_seen() const {
    Session out = session;
    out.seen_at = seen.load();
    return out;
  }
};
using Entries = std::vector<std::shared_ptr<Entry>>;

Principal principal_of(const Session& session, const Entitlement& entitlement) {
  Principal out;
  out.id = "account:" + session.account;
  out.grants = entitlement.grants;
  out.account = session.account;
  out.organisation = entitlement.organisation;
  out.on_behalf_of = entitlement.on_behalf_of;
  out.session = session.id;
  out.authenticated_at = session.authenticated_at;
  out.masked = entitlement.masked;
  return out;
}

Result<Entries> read_entries(Transaction& tx, const Ports& ports, std::string_view account) {
  AKSIS_ASSIGN(rows, read_sessions(tx, account));
  Entries out;
  if (rows.empty()) return out;
  AKSIS_ASSIGN(entitlement, ports.entitlement(tx, account));
  for (auto& row : rows) {
    auto entry = std::make_shared<Entry>();
    entry->principal = principal_of(row.session, entitlement);
    entry->seen = row.session.seen_at;
    entry->flushed = row.session.seen_at;
    entry->token_hash = std::move(row.token_hash);
    entry->session = std::move(row.session);
    out.push_back(std::move(entry));
  }
  return out;
}

void see(Entry& entry, Micros now) {
  auto before = entry.seen.load();
  while (before < now && !entry.seen.compare_exchange_weak(before, now)) {
  }
}

}  // namespace

bool alive(const Session& session, const SessionLimits& limits, Micros now) {
  if (session.stage == Stage::half) return now < session.started_at + limits.half;
  return now < session.seen_at + limits.idle && now < session.started_at + limits.absolute;
}

bool fresh(const Session& session, Micros now) {
  return session.stage == Stage::full && now <= session.authenticated_at + kFresh;
}

class Sessions::State {
 public:
  std::shared_ptr<Entry> find(std::string_view token, const SessionLimits& limits, Micros now) {
    if (token.empty()) return nullptr;
    const auto hash = sha256_hex(token);
    const std::shared_lock lock(mutex_);
    // The hash of a secret leaks nothing by the time its comparison takes.
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) return nullptr;
    if (!alive(found->second->now_seen(), limits, now)) return nullptr;
    see(*found->second, now);
    return found->second;
  }

  Entries of(std::string_view account) const {
    const std::shared_lock lock(mutex_);
    const auto found = by_account_.find(account);
    return found == by_account_.end() ? Entries() : found->second;
  }

  Entries all() const {
    const std::shared_lock lock(mutex_);
    Entries out;
    for (const auto& [account, entries] : by_account_)
      out.insert(out.end(), entries.begin(), entries.end());
    return out;
  }

  void replace(const std::string& account, Entries entries) {
    const std::unique_lock lock(mutex_);
    auto& present = by_account_[account];
    for (const auto& old : present) {
      by_hash_.erase(old->token_hash);
      for (const auto& entry : entries)
        if (entry->session.id == old->session.id) see(*entry, old->seen.load());
    }
    for (const auto& entry : entries) by_hash_[entry->token_hash] = entry;
    present = std::move(entries);
    if (present.empty()) by_account_.erase(account);
  }

  // One change at a time, from before its transaction until memory follows.
  std::mutex turn;

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Entry>> by_hash_;
  std::map<std::string, Entries, std::less<>> by_account_;
};

Sessions::Sessions(storage::Database& database, const Clock& clock, const Ports& ports,
                   SessionLimits limits)
    : database_(database),
      clock_(clock),
      ports_(ports),
      limits_(limits),
      state_(std::make_unique<State>()) {}
Sessions::~Sessions() = default;

Status Sessions::load() {
  const std::lock_guard turn(state_->turn);
  std::map<std::string, Entries> found;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    found.clear();
    AKSIS_TRY(tx.query("SELECT DISTINCT account FROM core_session ORDER BY account", {},
                       [&](const Row& row) -> Status {
                         found[std::string(row.text(0))];
                         return {};
                       }));
    for (auto& [account, entries] : found) {
      AKSIS_ASSIGN(read, read_entries(tx, ports_, account));
      entries = std::move(read);
    }
    return {};
  }));
  for (auto& [account, entries] : found) state_->replace(account, std::move(entries));
  return {};
}

Result<Principal> Sessions::authenticate(std::string_view token, std::string_view, Micros now) {
  const auto entry = state_->find(token, limits_, now);
  if (!entry) return not_signed_in();
  if (entry->session.stage == Stage::half) return second_factor_missing();
  return entry->principal;
}

std::optional<Session> Sessions::find(std::string_view token, Micros now) {
  const auto entry = state_->find(token, limits_, now);
  if (!entry) return std::nullopt;
  return entry->now_seen();
}

std::vector<Session> Sessions::of_account(std::string_view account, Micros now) const {
  std::vector<Session> out;
  for (const auto& entry : state_->of(account))
    if (auto session = entry->now_seen(); alive(session, limits_, now))
      out.push_back(std::move(session));
  return out;
}

Status Sessions::change(const std::function<Status(SessionChange&)>& body) {
  const std::lock_guard turn(state_->turn);
  std::map<std::string, Entries> after;
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    after.clear();
    SessionChange change(tx, clock_.now());
    AKSIS_TRY(body(change));
    for (const auto& account : change.touched_) {
      AKSIS_ASSIGN(entries, read_entries(tx, ports_, account));
      after[account] = std::move(entries);
    }
    return {};
  }));
  for (auto& [account, entries] : after) state_->replace(account, std::move(entries));
  return {};
}

Status Sessions::reload(std::string_view account) {
  // Looks only: the change of roles that made it needed has its own write, and its own entry in the
  // audit.
  const std::lock_guard turn(state_->turn);
  Entries after;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(entries, read_entries(tx, ports_, account));
    after = std::move(entries);
    return {};
  }));
  state_->replace(std::string(account), std::move(after));
  return {};
}

Status Sessions::end_all(std::string_view account) {
  return change([&](SessionChange& change) { return change.end_all(account); });
}

Status Sessions::keep() {
  // A flush changes nothing that memory does not know: it needs no reading again.
  std::vector<std::pair<std::shared_ptr<Entry>, Micros>> flushed;
  AKSIS_TRY(change([&](SessionChange& change) -> Status {
    flushed.clear();
    for (const auto& entry : state_->all()) {
      const auto session = entry->now_seen();
      if (!alive(session, limits_, change.now())) {
        AKSIS_TRY(change.tx().execute("DELETE FROM core_session WHERE id = $1", {session.id}));
        change.touch(session.account);
      } else if (session.seen_at != entry->flushed.load()) {
        AKSIS_TRY(change.tx().execute("UPDATE core_session SET seen_at = $1 WHERE id = $2",
                                      {session.seen_at, session.id}));
        flushed.emplace_back(entry, session.seen_at);
      }
    }
    return {};
  }));
  for (const auto& [entry, seen] : flushed) entry->flushed = seen;
  return {};
}

}  // namespace aksis::access

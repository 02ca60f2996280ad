// Sessions of people: an opaque token of 256 random bits, kept as SHA-256. In memory, so that a
// request waits for nobody; in the database, so that a restart signs nobody out.
// Any thread. change() and what writes takes its turn: one change of sessions at a time, so that
// memory always follows the database; never inside a database body.
//
// A session is `half` after the password alone: authenticate() refuses it, so that only operations
// that look for it themselves (those of the second factor) can serve it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/ports.hpp"
#include "base/clock.hpp"

namespace aksis::access {

enum class Stage { half, full };

struct Session {
  std::string id;  // UUIDv7, stays as the token changes; no secret
  std::string account;
  Stage stage = Stage::half;
  bool may_enrol = false;  // half, from a link: a first factor may be added
  bool replaces = false;   // and takes the place of all before it
  std::string method;      // how its factors were shown last: "password", "password+totp", …
  int64_t failures = 0;    // of the second factor while half
  Micros started_at = 0;
  Micros authenticated_at = 0;  // when its factors were shown last; 0 while half
  Micros seen_at = 0;
  std::string peer;  // address at the last change of the token
  std::string user_agent;
};

struct SessionLimits {
  Micros idle = 15 * kMinute;
  Micros absolute = 8 * kHour;
  Micros half = 10 * kMinute;  // from the password to the second factor
};
inline constexpr Micros kFresh = 5 * kMinute;  // how long shown factors serve for a step-up
inline constexpr size_t kSessionsMax = 20;     // of one account; the oldest one ends

bool alive(const Session& session, const SessionLimits& limits, Micros now);
bool fresh(const Session& session, Micros now);

// What a body did to sessions. Made by Sessions::change(), filled by the functions below.
class SessionChange {
 public:
  explicit SessionChange(storage::Transaction& tx, Micros now) : tx_(tx), now_(now) {}
  storage::Transaction& tx() { return tx_; }
  Micros now() const { return now_; }

  // `session`'s id and times are set here. Returns the token, which exists nowhere else.
  Result<std::string> open(Session& session);
  // Writes `session` anew under a new token; the one before no longer opens anything.
  Result<std::string> renew(Session& session);
  // Writes what changed but the token.
  Status update(const Session& session);
  // Code::not_found: the account has no such session.
  Status end(std::string_view account, std::string_view id);
  // Every session of the account but `except`.
  Status end_all(std::string_view account, std::string_view except = {});
  // Reads the account's sessions and grants again once this is durable.
  void touch(std::string_view account) { touched_.emplace(account); }

  // As the database has it, ended or not by time; nothing: no such session.
  Result<std::optional<Session>> read(std::string_view id);

 private:
  friend class Sessions;
  storage::Transaction& tx_;
  const Micros now_;
  std::set<std::string, std::less<>> touched_;
};

class Sessions {
 public:
  Sessions(storage::Database& database, const Clock& clock, const Ports& ports,
           SessionLimits limits = {});
  ~Sessions();

  // Reads them all; at start.
  Status load();

  // The caller behind a token; memory only. Code::unauthenticated: none, ended, or half.
  Result<operations::Principal> authenticate(std::string_view token, std::string_view peer,
                                             Micros now);
  // The live session of a token, half or full; memory only.
  std::optional<Session> find(std::string_view token, Micros now);
  std::vector<Session> of_account(std::string_view account, Micros now) const;

  // Runs `body` in a write transaction and makes memory follow once it is durable. `body` may run
  // again.
  Status change(const std::function<Status(SessionChange&)>& body);

  // The account's grants anew, after its roles changed.
  Status reload(std::string_view account);
  // Ends every session of the account at once, for the guard against mass reading.
  Status end_all(std::string_view account);
  // Writes when sessions were last seen, and ends those whose time is over. Once a minute.
  Status keep();

  const SessionLimits& limits() const { return limits_; }

 private:
  class State;
  storage::Database& database_;
  const Clock& clock_;
  const Ports& ports_;
  const SessionLimits limits_;
  std::unique_ptr<State> state_;
};

}  // namespace aksis::access

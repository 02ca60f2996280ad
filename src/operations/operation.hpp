// An operation: the one unit of behaviour, whoever calls it (route, command, job, module, test).
// Operation and Principal are values; a Call belongs to the worker thread that runs it.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::operations {

enum class Kind {
  read,   // changes nothing; cacheable
  write,  // changes something; takes an Idempotency-Key
  task,   // long: reports progress, can be stopped
};

// How far a permission reaches among people, the narrowest first. No scope opens a record by
// itself: it says which relations count, and how far a broken glass reaches.
enum class Scope {
  own,        // who the account itself accompanies
  agency,     // and who its organisation follows
  territory,  // glass may be broken for people of its organisation's territory
  national,   // for anybody
  all,        // anybody without a relation: the host itself, another system
};
std::string_view name_of(Scope scope);
std::optional<Scope> parse_scope(std::string_view name);

struct Grant {
  Grant(const char* name) : permission(name) {}
  Grant(std::string name, Scope reach = Scope::all) : permission(std::move(name)), scope(reach) {}
  std::string permission;  // "*" = every one, "matching.*" = every one of matching
  Scope scope = Scope::all;
};

// Who calls: a person's account, a client program, the local command line, or the host itself.
struct Principal {
  std::string id;                  // "account:ID", "client:ID", "local", "host", "module:matching"
  bool local = false;              // may name files of this machine in inputs
  std::vector<Grant> grants;       // the union of what its roles give
  std::string account = {};        // id of the account behind a session; empty: no person
  std::string organisation = {};   // id of the organisation it acts for; empty: none
  std::string on_behalf_of = {};   // id of the account it stands in for; empty: itself
  std::string session = {};        // names the session in audit entries; no secret
  Micros authenticated_at = 0;     // when it last showed its factors; 0: never, as programs
  double requests_per_second = 0;  // over HTTP; 0: as every other
  std::vector<std::string> masked = {};  // fields of people shown without their content

  bool allows(std::string_view permission) const;
  // The widest scope the permission is held with; nothing: not held.
  std::optional<Scope> scope_of(std::string_view permission) const;
};

// Where a call over HTTP came from. Empty for commands, jobs and modules.
struct Origin {
  std::string peer;        // address of the other end
  std::string user_agent;  // cut to a bounded length
  std::string device;      // value of the device cookie
  std::string session;     // value of the session cookie
  bool secure = false;     // over TLS
  // Value of the cookie that binds a sign-in under way to its browser.
  std::string sign_in = {};
};

// What browsers carry back in Origin; over TLS with the prefix __Host- on the wire.
inline constexpr const char* kSessionCookie = "aksis_session";
inline constexpr const char* kDeviceCookie = "aksis_device";
// Binds what was given out before any session to the browser that asked for it.
inline constexpr const char* kSignInCookie = "sign_in";

// A cookie the answer sets. Always HttpOnly, SameSite=Strict, Path=/, with the __Host- prefix and
// Secure over TLS; over plain HTTP on loopback without both.
struct Cookie {
  std::string name;       // one of those above
  std::string value;      // letters, digits, "-" and "_"
  int64_t max_age_s = 0;  // 0: removes it
};

// How the command line offers an operation.
struct Command {
  std::string words;                   // "import rome": `aksis import rome PATH`
  std::vector<std::string> arguments;  // input members given by position, in order
  // Members of the answer shown to people, in order, as dotted paths; none: all of them.
  std::vector<std::string> shows = {};
};

// How a route takes a file as its body instead of JSON.
struct Upload {
  std::string field;               // the input member that receives the local path
  std::vector<std::string> types;  // accepted media types
  size_t bytes_max = 0;
};

// Whom an answer names without opening their records: a list, a search.
struct Shown {
  int64_t people = 0;               // rows
  std::vector<std::string> others;  // ids of those whom the caller does not accompany itself
};

// The course of one call: input in, answer out, progress and cancellation on the way.
class Call {
 public:
  Call(Principal principal, json::Document input)
      : principal_(std::move(principal)), input_(std::move(input)) {}
  const Principal& principal() const { return principal_; }
  const json::Document& input() const { return input_; }
  json::Document& input() { return input_; }

  std::string language = "fr";  // or "en"
  std::string request_id;       // names the call in log lines
  Micros deadline = 0;          // 0: none
  int depth = 0;                // calls from module to module

  // JSON text; the last one given counts. Empty: nothing answered (204).
  void respond(std::string json) { response_ = std::move(json); }
  const std::string& response() const { return response_; }
  std::string take_response() { return std::move(response_); }

  Origin origin;
  std::vector<Cookie> cookies;  // set by the answer

  // Why the caller may see the person's record: "referent", "group", "agency", "instructor",
  // "break_glass", "all"; empty when the operation names no person. Set by the gate.
  std::string relation;
  std::string reason;        // the written reason of a broken glass
  std::string on_behalf_of;  // the account whose relation opened it, when not the caller's own
  std::vector<std::string> opened;  // people whose records were opened to it on its way

  // Set by handlers that list people; counted and written down before the answer leaves.
  std::optional<Shown> shown;

  std::string etag;      // version of the resource answered, without quotes; may be empty
  std::string if_match;  // version the caller wants to change, without quotes; empty: any

  std::function<void(int64_t done, int64_t total, std::string_view message)> on_progress;
  std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
  bool cancelled(Micros now) const { return stop->load() || (deadline && now >= deadline); }

 private:
  Principal principal_;
  json::Document input_;
  std::string response_;
};

using Handler = std::function<Status(Call&)>;

struct Operation {
  std::string id = {};          // "competences.gap"
  std::string module = "core";  // or the id of the module that offers it
  Kind kind = Kind::read;
  std::string summary_fr = {}, summary_en = {};
  std::string method = {};  // "GET" …; empty: no route
  std::string path = {};    // "/people/{person}/skill-gap", below /api/v1
  std::string permission = {};
  // Anybody may call it, without any sign-in: what signs in, or ends a session.
  bool open = false;
  // Refused when the caller showed its factors more than five minutes ago.
  bool step_up = false;
  // The input member that holds a person's id: the call opens that person's record. By default
  // "person" when the input schema has such a property; "-": it opens none.
  std::string subject = {};
  // The input member that holds the id of a person whom the call concerns without opening their
  // record (the glass before it is broken); with `subject` "-". Its audit entry names them.
  std::string about = {};
  // What the person's data are used for ("matching"; the codes are those of `purpose list`):
  // refused while their processing is restricted, or a consent it needs is not given. Empty:
  // accompanying.
  std::string purpose = {};
  // A read that is written down even though it names no person: it shows several.
  bool traced = false;
  // Keeps the program's own tables in order: what it deletes is no change anybody made.
  bool upkeep = false;
  // Its answer holds a secret shown once: no Idempotency-Key keeps it.
  bool shows_secret = false;
  std::string input_schema = {};   // JSON text, self-contained (no outside $ref); an object schema
  std::string output_schema = {};  // JSON text or empty
  std::optional<Command> command = {};
  std::optional<Upload> upload = {};
  std::chrono::milliseconds deadline{10'000};  // zero: none
  bool needs_version = false;                  // refused over HTTP without If-Match (428)
  Handler handler = {};
};

}  // namespace aksis::operations

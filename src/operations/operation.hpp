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

// Who calls. Until accounts exist: an API key, the local command line, or the host itself.
struct Principal {
  std::string id;                        // "key:…", "local", "host", "module:matching"
  bool local = false;                    // may name files of this machine in inputs
  std::vector<std::string> permissions;  // "*" = all
  bool allows(std::string_view permission) const;
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
  std::string input_schema = {};   // JSON text, self-contained (no outside $ref); an object schema
  std::string output_schema = {};  // JSON text or empty
  std::optional<Command> command = {};
  std::optional<Upload> upload = {};
  std::chrono::milliseconds deadline{10'000};  // zero: none
  bool needs_version = false;                  // refused over HTTP without If-Match (428)
  Handler handler = {};
};

}  // namespace aksis::operations

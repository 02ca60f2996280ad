// All operations of the process and the one way to run them. Filled at start on the main thread,
// then read by any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "operations/operation.hpp"
#include "operations/schema.hpp"

namespace aksis::operations {

// Asked about every call: whether the caller may open the record of the person it names, and told
// how calls ended. Any thread.
class Gate {
 public:
  virtual ~Gate() = default;
  // Before the handler, with the permission held and the input valid. May set call.relation.
  virtual Status admit(const Operation& operation, Call& call) = 0;
  // After the handler, or after a refusal (then `outcome` is its error). An error here is what the
  // caller gets: what cannot be traced is not answered.
  virtual Status ended(const Operation& operation, Call& call, const Status& outcome) = 0;
};

// The call whose handler this thread runs, and its operation; nullptr outside of handlers.
struct Current {
  const Operation* operation;
  Call* call;
};
const Current* current_call();

struct RouteMatch {
  const Operation* operation = nullptr;
  std::vector<std::pair<std::string, std::string>> path_values;  // decoded
};

class Registry {
 public:
  explicit Registry(const Clock& clock);
  ~Registry();

  // Refuses, with a sentence: a second operation of that id, route or command; a schema with a
  // keyword outside the supported subset (docs/modules/schemas.md); a path value that the schema
  // does not know.
  Status add(Operation operation);

  const Operation* find(std::string_view id) const;
  const std::vector<std::unique_ptr<Operation>>& all() const { return operations_; }
  const Schema& input_schema(const Operation& operation) const;
  const Schema* output_schema(const Operation& operation) const;  // nullptr: none

  // Path below /api/v1, percent-encoded. Refuses: `invalid`, a broken percent-encoding;
  // `not_found`, no such path; `unsupported`, the path exists with other methods, which stand in
  // details[0].message, comma-separated.
  Result<RouteMatch> match(std::string_view method, std::string_view path) const;

  // Authorise → validate the input, naming every wrong place → handler, which never throws out of
  // here. Sets the deadline when the call has none. An answer that does not fit the output schema
  // is Code::internal when answers are checked (debug builds, or set_check_answers).
  Status run(const Operation& operation, Call& call) const;

  void set_check_answers(bool check) { check_answers_ = check; }

  // At start, on the main thread; outlives the last call. nullptr: everybody is admitted.
  void set_gate(Gate* gate) { gate_ = gate; }

 private:
  struct Compiled;
  struct Routes;
  Status prepare(const Operation& operation, const Compiled& compiled, Call& call) const;
  Status run_handler(const Operation& operation, const Compiled& compiled, Call& call) const;
  Status check_answer(const Operation& operation, const Schema& output, const Call& call) const;

  const Clock& clock_;
  std::vector<std::unique_ptr<Operation>> operations_;
  std::map<std::string, std::unique_ptr<Compiled>, std::less<>> compiled_;
  std::unique_ptr<Routes> routes_;
  bool check_answers_;
  Gate* gate_ = nullptr;
};

}  // namespace aksis::operations

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

 private:
  struct Compiled;
  struct Routes;
  Status prepare(const Operation& operation, const Compiled& compiled, Call& call) const;
  Status check_answer(const Operation& operation, const Schema& output, const Call& call) const;

  const Clock& clock_;
  std::vector<std::unique_ptr<Operation>> operations_;
  std::map<std::string, std::unique_ptr<Compiled>, std::less<>> compiled_;
  std::unique_ptr<Routes> routes_;
  bool check_answers_;
};

}  // namespace aksis::operations

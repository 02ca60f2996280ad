// The audit's operations over a bench, to call as anybody. One a test.
#pragma once

#include "../operations/told.hpp"
#include "audit/operations.hpp"
#include "bench.hpp"

namespace aksis::audit {

struct Answer {
  Status status;
  json::Document body;
  Code code() const { return status.ok() ? Code{0} : status.error().code; }
};

struct OperationsBench : Bench {
  operations::Registry registry{clock};
  Checkpointer checkpointer{*database, key, clock};

  OperationsBench() {
    REQUIRE_OK(add_operations(registry, {*database, clock, key, checkpointer}));
    registry.set_check_answers(true);
  }
  ~OperationsBench() { checkpointer.stop(); }

  Answer call(const std::string& operation, const std::string& input, bool local = true,
              std::vector<operations::Grant> grants = {"*"}) {
    operations::Call call({"account:tester", local, std::move(grants)}, *json::parse(input));
    call.language = "en";
    Answer answer{registry.run(*registry.find(operation), call), json::Document()};
    check_french(answer.status);
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  }
  json::Document ok(const std::string& operation, const std::string& input = "{}",
                    bool local = true) {
    auto answer = call(operation, input, local);
    REQUIRE_OK(answer.status);
    return std::move(answer.body);
  }
};

}  // namespace aksis::audit

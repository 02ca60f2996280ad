// A body's view of its transaction on one connection. On the body's thread, while it runs.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "storage/sqlite/connection.hpp"

namespace aksis::storage {

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Connection& connection, const Confinement* confinement);
  ~SqliteTransaction() override;

  Status query(std::string_view sql, const std::vector<Value>& parameters,
               const OnRow& on_row) override;
  Result<int64_t> execute(std::string_view sql, const std::vector<Value>& parameters) override;
  void notify(std::string_view topic) override;
  const Confinement* confine(const Confinement* confinement) override;

  // The body's answer, or the failure it tried to pass over in silence. What it throws becomes
  // Code::internal.
  Status run(const Body& body);

  std::vector<std::string>& topics() { return topics_; }
  bool changed_schema() const { return changed_schema_; }

 private:
  Status run(std::string_view sql, const std::vector<Value>& parameters, const OnRow* on_row,
             int64_t* changed);
  Status run_prepared(PreparedStatement& statement, const std::vector<Value>& parameters,
                      const OnRow* on_row, int64_t* changed);
  Error fail(Error error);

  Connection& connection_;
  const Confinement* confinement_;
  std::optional<Error> failure_;
  std::vector<std::string> topics_;
  bool changed_schema_ = false;
};

// Whether this thread is inside a body of any database: transactions do not nest.
class InsideBody {
 public:
  InsideBody() { inside() = true; }
  ~InsideBody() { inside() = false; }
  InsideBody(const InsideBody&) = delete;
  InsideBody& operator=(const InsideBody&) = delete;
  static bool& inside();
  static Status refuse_nesting();
};

}  // namespace aksis::storage

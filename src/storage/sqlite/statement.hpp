// A prepared statement: parameters by name ($1 … $n), rows, one use at a time.
// Belongs to one connection, on its thread.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace aksis::storage {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

class PreparedStatement {
 public:
  // Refuses parameters that are not $1 … $n.
  static Result<std::unique_ptr<PreparedStatement>> wrap(StatementHandle handle,
                                                         std::string_view sql, bool defines);

  Status bind(const std::vector<Value>& parameters);
  // Steps to the end, giving each row to `on_row` when there is one. An error from `on_row` comes
  // back with `from_row` set.
  Status run(const Transaction::OnRow* on_row, bool& from_row);
  void reset();

  bool read_only() const { return sqlite3_stmt_readonly(handle_.get()) != 0; }
  bool defines() const { return defines_; }  // CREATE, ALTER, DROP
  bool in_use() const { return in_use_; }

 private:
  PreparedStatement() = default;
  Status bind_one(int slot, size_t number, const Value& value);

  StatementHandle handle_;
  std::string shown_;       // for messages
  std::vector<int> slots_;  // SQLite's index of $1, $2 …; 0: not used
  bool defines_ = false;
  bool in_use_ = false;
};

}  // namespace aksis::storage

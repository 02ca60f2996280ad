#include "storage/sqlite/transaction.hpp"

#include <algorithm>
#include <exception>

#include "base/log.hpp"
#include "storage/sqlite/errors.hpp"

namespace aksis::storage {

SqliteTransaction::SqliteTransaction(Connection& connection, const Confinement* confinement)
    : connection_(connection), confinement_(nullptr) {
  confine(confinement);
}

SqliteTransaction::~SqliteTransaction() {
  // Back to the core, which needs no learning: a Confinement may end with its body.
  if (confinement_) confine(nullptr);
}

const Confinement* SqliteTransaction::confine(const Confinement* confinement) {
  const Confinement* const before = confinement_;
  confinement_ = confinement;
  // A failure here must not leave the statements of one with the rights of another.
  if (auto entered = connection_.enter(confinement); !entered.ok())
    fail(std::move(entered).error());
  return before;
}

Error SqliteTransaction::fail(Error error) {
  if (!failure_) failure_ = error;
  return error;
}

Status SqliteTransaction::query(std::string_view sql, const std::vector<Value>& parameters,
                                const OnRow& on_row) {
  return run(sql, parameters, on_row ? &on_row : nullptr, nullptr);
}

Result<int64_t> SqliteTransaction::execute(std::string_view sql,
                                           const std::vector<Value>& parameters) {
  int64_t changed = 0;
  AKSIS_TRY(run(sql, parameters, nullptr, &changed));
  return changed;
}

Status SqliteTransaction::run(std::string_view sql, const std::vector<Value>& parameters,
                              const OnRow* on_row, int64_t* changed) {
  if (failure_) return *failure_;
  auto acquired = connection_.acquire(sql);
  if (!acquired.ok()) return fail(std::move(acquired).error());
  PreparedStatement* const statement = *acquired;
  auto result = run_prepared(*statement, parameters, on_row, changed);
  const bool defines = statement->defines();
  connection_.release(statement);
  if (!result.ok() || !defines) return result;

  changed_schema_ = true;
  connection_.schema_changed();
  if (!confinement_) return result;
  // A module's views are checked when they are made: what they read is read by others later.
  if (auto entered = connection_.enter(confinement_); !entered.ok())
    return fail(std::move(entered).error());
  if (auto checked = connection_.check_view(sql); !checked.ok())
    return fail(std::move(checked).error());
  return result;
}

Status SqliteTransaction::run_prepared(PreparedStatement& statement,
                                       const std::vector<Value>& parameters, const OnRow* on_row,
                                       int64_t* changed) {
  const bool reader = connection_.role() == Connection::Role::reader;
  if (reader && !statement.read_only())
    return fail(internal("a read transaction cannot change the database: use write"));
  if (auto bound = statement.bind(parameters); !bound.ok()) return fail(std::move(bound).error());
  bool from_row = false;
  if (auto stepped = statement.run(on_row, from_row); !stepped.ok())
    return from_row ? std::move(stepped).error() : fail(std::move(stepped).error());
  if (changed && !statement.read_only() && !statement.defines())
    *changed = sqlite3_changes64(connection_.handle());
  return {};
}

void SqliteTransaction::notify(std::string_view topic) {
  if (std::find(topics_.begin(), topics_.end(), topic) == topics_.end())
    topics_.emplace_back(topic);
}

Status SqliteTransaction::run(const Body& body) {
  if (failure_) return *failure_;
  try {
    InsideBody inside;
    auto status = body(*this);
    if (status.ok() && failure_) return *failure_;
    return status;
  } catch (const std::exception& defect) {
    log::error("storage", std::string("a transaction's body threw: ") + defect.what());
    return internal("a transaction ended by an exception; nothing of it was kept");
  } catch (...) {
    log::error("storage", "a transaction's body threw something that is no exception");
    return internal("a transaction ended by an exception; nothing of it was kept");
  }
}

bool& InsideBody::inside() {
  thread_local bool inside = false;
  return inside;
}

Status InsideBody::refuse_nesting() {
  if (!inside()) return {};
  return Error{Code::conflict,
               "transactions do not nest: do not read or write inside the body of another",
               {}};
}

}  // namespace aksis::storage

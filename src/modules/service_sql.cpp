#include <fmt/format.h>

#include "aksis/cpp/fold.hpp"
#include "base/log.hpp"
#include "modules/handles.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

constexpr std::string_view kTransaction = "the body of a transaction";

aksis_status run(const aksis_host* host, aksis_tx_body body, void* user, bool writing) {
  auto& module = module_of(host);
  if (in_transaction()) return AKSIS_CONFLICT;
  if (module.phase != Phase::started) {
    misbehaving(module, "used SQL outside its handlers, subscribers and jobs");
    return AKSIS_CONFLICT;
  }
  Status of_body;
  // The writer's thread runs bodies of many callers.
  const auto* call = operations::current_call();
  const storage::Body run_body = [&](storage::Transaction& transaction) -> Status {
    Lent<aksis_tx> tx(transactions(), module, transaction, writing, call);
    const auto status = enter(module, kTransaction, [&] { return body(&*tx, user); });
    of_body = answered(module, kTransaction, status, tx->error);
    return of_body;
  };
  auto& database = module.around.database;
  const auto result = writing ? database.write(run_body, &module.confinement)
                              : database.read(run_body, &module.confinement);
  // What the body itself answered the module knows; the rest only the log can say.
  if (!result.ok() && of_body.ok()) log::warning(module.log_source, result.error().message);
  return status_of(result);
}

aksis_status read(const aksis_host* host, aksis_tx_body body, void* user) {
  return contained([&] { return run(host, body, user, false); });
}
aksis_status write(const aksis_host* host, aksis_tx_body body, void* user) {
  return contained([&] { return run(host, body, user, true); });
}

Result<storage::Value> to_storage(const aksis_value& value) {
  const auto bytes = view(value.bytes);
  switch (value.type) {
    case AKSIS_NULL:
      return storage::Value();
    case AKSIS_INTEGER:
      return storage::Value(value.integer);
    case AKSIS_REAL:
      return storage::Value(value.real);
    case AKSIS_TEXT:
      if (!valid_utf8(bytes)) return invalid("a text parameter is no valid UTF-8, or holds NUL");
      return storage::Value(bytes);
    case AKSIS_BLOB:
      return storage::Value(storage::Blob(bytes.begin(), bytes.end()));
    default:
      return invalid(fmt::format("a parameter has the type {}, which does not exist", value.type));
  }
}

Result<std::vector<storage::Value>> to_storage(const aksis_value* values, size_t count) {
  std::vector<storage::Value> out;
  out.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    AKSIS_ASSIGN(value, to_storage(values[i]));
    out.push_back(std::move(value));
  }
  return out;
}

aksis_value from_storage(const storage::Row& row, size_t column) {
  const auto value = row.value(column);
  if (const auto* integer = std::get_if<int64_t>(&value))
    return {AKSIS_INTEGER, *integer, 0, {nullptr, 0}};
  if (const auto* real = std::get_if<double>(&value)) return {AKSIS_REAL, 0, *real, {nullptr, 0}};
  if (const auto* text = std::get_if<std::string_view>(&value))
    return {AKSIS_TEXT, 0, 0, borrow(*text)};
  if (std::holds_alternative<storage::Blob>(value))
    return {AKSIS_BLOB, 0, 0, borrow(row.text(column))};  // `value` is a copy, this is not
  return {AKSIS_NULL, 0, 0, {nullptr, 0}};
}

aksis_status query(aksis_tx* raw, aksis_str sql, const aksis_value* parameters, size_t count,
                   aksis_row on_row, void* user) {
  return contained([&] {
    auto* tx = usable(raw);
    if (!tx) return static_cast<aksis_status>(AKSIS_INTERNAL);
    const auto values = to_storage(parameters, count);
    if (!values.ok()) return tx->refuse(values.error());
    std::vector<aksis_value> columns;
    const auto each = [&](const storage::Row& row) -> Status {
      if (!on_row) return {};
      columns.resize(row.size());
      for (size_t i = 0; i < columns.size(); ++i) columns[i] = from_storage(row, i);
      const auto status = enter(*tx->module, "a row callback",
                                [&] { return on_row(user, columns.data(), columns.size()); });
      return answered(*tx->module, "a row callback", status);
    };
    const auto result = tx->transaction->query(view(sql), *values, each);
    return result.ok() ? static_cast<aksis_status>(AKSIS_OK) : tx->refuse(result.error());
  });
}

aksis_status execute(aksis_tx* raw, aksis_str sql, const aksis_value* parameters, size_t count,
                     int64_t* changed) {
  return contained([&] {
    auto* tx = usable(raw);
    if (!tx) return static_cast<aksis_status>(AKSIS_INTERNAL);
    const auto values = to_storage(parameters, count);
    if (!values.ok()) return tx->refuse(values.error());
    const auto result = tx->transaction->execute(view(sql), *values);
    if (!result.ok()) return tx->refuse(result.error());
    if (changed) *changed = *result;
    return static_cast<aksis_status>(AKSIS_OK);
  });
}

aksis_str error(aksis_tx* raw) {
  auto* tx = usable(raw);
  return tx ? borrow(tx->error) : aksis_str{nullptr, 0};
}

}  // namespace

const aksis_sql_1 kSqlService = {&read, &write, &query, &execute, &error};

}  // namespace aksis::modules

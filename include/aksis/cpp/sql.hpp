// SQL for modules: parameters, rows and the transaction of aksis.sql/1.
// A Tx and its Columns live inside the callback they were given to, on that thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "services.hpp"

namespace aksis {

// A parameter `$n`: an integer, a number, a text, bytes, or nullptr. Texts are borrowed until the
// statement has run.
class Parameter {
 public:
  Parameter(std::nullptr_t = nullptr) {}
  template <std::integral T>
  Parameter(T integer) : value_{AKSIS_INTEGER, static_cast<int64_t>(integer), 0, {nullptr, 0}} {}
  Parameter(double real) : value_{AKSIS_REAL, 0, real, {nullptr, 0}} {}
  Parameter(std::string_view text) : value_{AKSIS_TEXT, 0, 0, borrow(text)} {}
  Parameter(const std::string& text) : Parameter(std::string_view(text)) {}
  Parameter(const char* text) : Parameter(std::string_view(text)) {}
  Parameter(std::span<const unsigned char> bytes)
      : value_{AKSIS_BLOB, 0, 0, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}} {}
  Parameter(const std::vector<unsigned char>& bytes)
      : Parameter(std::span<const unsigned char>(bytes)) {}
  template <typename T>
  Parameter(const std::optional<T>& maybe) : Parameter() {
    if (maybe) *this = Parameter(*maybe);
  }
  const aksis_value& value() const { return value_; }

 private:
  aksis_value value_{AKSIS_NULL, 0, 0, {nullptr, 0}};
};

using Parameters = std::vector<Parameter>;

// One row of an answer. Of another type or NULL: 0, 0.0, "". Views end with the row callback.
class Columns {
 public:
  Columns(const aksis_value* values, size_t count) : values_(values), count_(count) {}
  size_t size() const { return count_; }
  bool is_null(size_t column) const { return at(column).type == AKSIS_NULL; }
  int64_t integer(size_t column) const {
    return at(column).type == AKSIS_INTEGER ? at(column).integer : 0;
  }
  double real(size_t column) const {
    const auto& value = at(column);
    if (value.type == AKSIS_INTEGER) return static_cast<double>(value.integer);
    return value.type == AKSIS_REAL ? value.real : 0;
  }
  std::string_view text(size_t column) const {
    const auto& value = at(column);
    return value.type == AKSIS_TEXT || value.type == AKSIS_BLOB ? view(value.bytes)
                                                                : std::string_view();
  }
  std::string string(size_t column) const { return std::string(text(column)); }
  std::optional<std::string> optional_string(size_t column) const {
    if (is_null(column)) return std::nullopt;
    return string(column);
  }
  std::optional<int64_t> optional_integer(size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
  }

 private:
  const aksis_value& at(size_t column) const {
    if (column >= count_) throw std::out_of_range("a row has fewer columns than the code reads");
    return values_[column];
  }
  const aksis_value* values_;
  size_t count_;
};

class Tx {
 public:
  Tx(const Services& services, aksis_tx* raw) : services_(services), raw_(raw) {}
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  // `on_row(const Columns&)` returns nothing, or a Status whose error stops the query and becomes
  // its answer.
  template <typename OnRow>
  Status query(std::string_view sql, std::span<const Parameter> parameters, OnRow&& on_row) {
    RowCall<OnRow> call{on_row, {}};
    const auto values = raw_values(parameters);
    const auto status = services_.sql->query(raw_, borrow(sql), values.data(), values.size(),
                                             &RowCall<OnRow>::row, &call);
    if (status == AKSIS_OK) return {};
    if (!call.outcome.ok()) return std::move(call.outcome).error();
    return failure(status);
  }
  template <typename OnRow>
  Status query(std::string_view sql, std::initializer_list<Parameter> parameters, OnRow&& on_row) {
    return query(sql, std::span<const Parameter>(parameters.begin(), parameters.size()), on_row);
  }

  // Rows changed.
  Result<int64_t> execute(std::string_view sql, std::span<const Parameter> parameters) {
    const auto values = raw_values(parameters);
    int64_t changed = 0;
    const auto status =
        services_.sql->execute(raw_, borrow(sql), values.data(), values.size(), &changed);
    if (status != AKSIS_OK) return failure(status);
    return changed;
  }
  Result<int64_t> execute(std::string_view sql, std::initializer_list<Parameter> parameters = {}) {
    return execute(sql, std::span<const Parameter>(parameters.begin(), parameters.size()));
  }

  // Publishes an event of the manifest's `events.publishes` with this transaction.
  Status publish(std::string_view type, std::string_view data_json) {
    if (!services_.events) return missing_service(AKSIS_EVENTS_1);
    const auto status = services_.events->publish(raw_, borrow(type), borrow(data_json));
    if (status != AKSIS_OK) return failure(status);
    return {};
  }

  // Runs an operation of this module later (microseconds since 1970 UTC, 0: now), once per `key`.
  Status enqueue(std::string_view operation, std::string_view input_json, int64_t run_at = 0,
                 std::string_view key = {}) {
    if (!services_.jobs) return missing_service(AKSIS_JOBS_1);
    const auto status =
        services_.jobs->enqueue(raw_, borrow(operation), borrow(input_json), run_at, borrow(key));
    if (status != AKSIS_OK) return failure(status);
    return {};
  }

  // What a function of a table answered, with the sentence of the transaction.
  Error failure(aksis_status status) {
    return to_error(status, std::string(view(services_.sql->error(raw_))));
  }
  const Services& services() const { return services_; }
  aksis_tx* raw() { return raw_; }

 private:
  template <typename OnRow>
  struct RowCall {
    OnRow& on_row;
    Status outcome;
    static aksis_status row(void* user, const aksis_value* values, size_t count) noexcept {
      auto& self = *static_cast<RowCall*>(user);
      const Columns columns(values, count);
      self.outcome = glue::guarded("a row callback", [&]() -> Status {
        if constexpr (std::is_void_v<std::invoke_result_t<OnRow&, const Columns&>>) {
          self.on_row(columns);
          return {};
        } else {
          return self.on_row(columns);
        }
      });
      return to_status(self.outcome);
    }
  };
  static std::vector<aksis_value> raw_values(std::span<const Parameter> parameters) {
    std::vector<aksis_value> values;
    values.reserve(parameters.size());
    for (const auto& parameter : parameters) values.push_back(parameter.value());
    return values;
  }
  const Services& services_;
  aksis_tx* raw_;
};

namespace glue {

// The body of one transaction; it may run more than once.
template <typename Body>
struct TxCall {
  const Services& services;
  Body& body;
  Status outcome;
  static aksis_status run(aksis_tx* raw, void* user) noexcept {
    auto& self = *static_cast<TxCall*>(user);
    self.outcome = guarded("a transaction", [&]() -> Status {
      Tx tx(self.services, raw);
      return self.body(tx);
    });
    return to_status(self.outcome);
  }
};

inline std::string transaction_failure(aksis_status status) {
  switch (status) {
    case AKSIS_BUSY:
      return "too many writes are waiting; try again in a moment";
    case AKSIS_FULL:
      return "the disk of the database is full; free some space and try again";
    case AKSIS_TIMEOUT:
      return "the transaction took too long and was rolled back; write less at a time";
    case AKSIS_CONFLICT:
      return "a transaction cannot begin inside another; finish the first one";
    default:
      return "the database refused the transaction; the server's log has the reason";
  }
}

template <typename Body>
Status transaction(const Services& services, bool writing, Body& body) {
  if (!services.sql) return missing_service(AKSIS_SQL_1);
  TxCall<Body> call{services, body, {}};
  const auto begin = writing ? services.sql->write : services.sql->read;
  const auto status = begin(services.host, &TxCall<Body>::run, &call);
  if (status == AKSIS_OK) return {};
  if (!call.outcome.ok()) return std::move(call.outcome).error();
  return to_error(status, transaction_failure(status));
}

}  // namespace glue
}  // namespace aksis

#include "storage/sqlite/statement.hpp"

#include <fmt/format.h>

#include <charconv>

#include "aksis/cpp/fold.hpp"
#include "storage/sqlite/errors.hpp"

namespace aksis::storage {
namespace {

constexpr int kParametersMax = 32'766;  // SQLite's own limit

std::string_view bytes_of(sqlite3_stmt* statement, int column, const void* data) {
  return {static_cast<const char*>(data),
          data ? static_cast<size_t>(sqlite3_column_bytes(statement, column)) : 0};
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement)
      : statement_(statement), size_(sqlite3_data_count(statement)) {}

  size_t size() const override { return static_cast<size_t>(size_); }
  bool is_null(size_t column) const override { return type(column) == SQLITE_NULL; }
  int64_t integer(size_t column) const override {
    return type(column) == SQLITE_INTEGER ? sqlite3_column_int64(statement_, int(column)) : 0;
  }
  double real(size_t column) const override {
    return type(column) == SQLITE_FLOAT ? sqlite3_column_double(statement_, int(column)) : 0.0;
  }
  std::string_view text(size_t column) const override {
    const int at = static_cast<int>(column);
    switch (type(column)) {
      case SQLITE_TEXT:
        return bytes_of(statement_, at, sqlite3_column_text(statement_, at));
      case SQLITE_BLOB:
        return bytes_of(statement_, at, sqlite3_column_blob(statement_, at));
      default:
        return {};
    }
  }
  Value value(size_t column) const override {
    switch (type(column)) {
      case SQLITE_INTEGER:
        return integer(column);
      case SQLITE_FLOAT:
        return real(column);
      case SQLITE_TEXT:
        return text(column);
      case SQLITE_BLOB: {
        const auto bytes = text(column);
        return Blob(bytes.begin(), bytes.end());
      }
      default:
        return std::monostate();
    }
  }

 private:
  int type(size_t column) const {
    assert(column < size());
    return sqlite3_column_type(statement_, static_cast<int>(column));
  }
  sqlite3_stmt* statement_;
  int size_;
};

}  // namespace

Result<std::unique_ptr<PreparedStatement>> PreparedStatement::wrap(StatementHandle handle,
                                                                   std::string_view sql,
                                                                   bool defines) {
  std::unique_ptr<PreparedStatement> out(new PreparedStatement());
  const int count = sqlite3_bind_parameter_count(handle.get());
  for (int slot = 1; slot <= count; ++slot) {
    const char* name = sqlite3_bind_parameter_name(handle.get(), slot);
    const std::string_view text = name ? name : "?";
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    const bool whole = failed == std::errc() && end == text.data() + text.size();
    if (text[0] != '$' || !whole || number < 1 || number > kParametersMax)
      return internal(fmt::format("the parameter {} is not $1 … $n ({})", text, shortened(sql)));
    if (out->slots_.size() < static_cast<size_t>(number)) out->slots_.resize(number);
    out->slots_[number - 1] = slot;
  }
  out->handle_ = std::move(handle);
  out->shown_ = shortened(sql);
  out->defines_ = defines;
  return out;
}

Status PreparedStatement::bind(const std::vector<Value>& parameters) {
  if (parameters.size() != slots_.size())
    return internal(fmt::format("the statement takes {} parameters and was given {} ({})",
                                slots_.size(), parameters.size(), shown_));
  in_use_ = true;
  for (size_t i = 0; i < parameters.size(); ++i)
    if (slots_[i]) AKSIS_TRY(bind_one(slots_[i], i + 1, parameters[i]));
  return {};
}

Status PreparedStatement::bind_one(int slot, size_t number, const Value& value) {
  sqlite3_stmt* const statement = handle_.get();
  int code = SQLITE_OK;
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    code = sqlite3_bind_int64(statement, slot, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    code = sqlite3_bind_double(statement, slot, *real);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (!valid_utf8(*text))
      return invalid(fmt::format("the text of ${} is not valid UTF-8 or holds a NUL character ({})",
                                 number, shown_));
    // A null pointer would bind NULL where the empty text is meant.
    code = sqlite3_bind_text64(statement, slot, text->data() ? text->data() : "", text->size(),
                               SQLITE_STATIC, SQLITE_UTF8);
  } else if (const auto* blob = std::get_if<Blob>(&value)) {
    code = blob->empty()
               ? sqlite3_bind_zeroblob(statement, slot, 0)
               : sqlite3_bind_blob64(statement, slot, blob->data(), blob->size(), SQLITE_STATIC);
  } else {
    code = sqlite3_bind_null(statement, slot);
  }
  if (code == SQLITE_OK) return {};
  return sqlite_error(sqlite3_db_handle(statement), code, shown_);
}

Status PreparedStatement::run(const Transaction::OnRow* on_row, bool& from_row) {
  sqlite3_stmt* const statement = handle_.get();
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return sqlite_error(sqlite3_db_handle(statement), code, shown_);
    if (!on_row) continue;
    from_row = true;
    AKSIS_TRY((*on_row)(SqliteRow(statement)));
    from_row = false;
  }
}

void PreparedStatement::reset() {
  sqlite3_reset(handle_.get());
  // Borrowed texts end with the call.
  if (!slots_.empty()) sqlite3_clear_bindings(handle_.get());
  in_use_ = false;
}

}  // namespace aksis::storage

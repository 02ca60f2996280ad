// Reading CSV (RFC 4180, any delimiter) with libcsv: quoted fields over several lines, line numbers
// in every error. Pure, any thread.
#pragma once

#include <csv.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "encoding.hpp"
#include "fold.hpp"
#include "result.hpp"

namespace aksis::csv {

inline constexpr size_t kFieldBytesMax = 1 << 20;
inline constexpr size_t kFieldsMax = 1000;  // of one row

// `line` is where the row begins, 1 = first line of the text. Views are borrowed.
// An error returned stops the reading and becomes its answer.
using OnRow = std::function<Status(size_t line, const std::vector<std::string>& fields)>;

struct Options {
  char delimiter = ',';
};

// What is wrong at a line of a file.
inline Error at_line(size_t line, const std::string& english, const std::string& french) {
  const auto number = std::to_string(line);
  return said(Code::invalid, "line " + number + ": " + english, "Ligne " + number + " : " + french);
}

class Reader {
 public:
  explicit Reader(Options options, const OnRow& on_row) : on_row_(on_row) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, static_cast<unsigned char>(options.delimiter));
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { csv_free(&parser_); }

  // Of the bytes taken so far, the last line.
  size_t line() const { return line_; }
  // Takes the next bytes of the text.
  Status feed(std::string_view bytes) {
    while (!bytes.empty() && !failed_) {
      const size_t newline = bytes.find('\n');
      const auto part = bytes.substr(0, newline == bytes.npos ? bytes.size() : newline + 1);
      if (csv_parse(&parser_, part.data(), part.size(), field, row, this) != part.size())
        return broken();
      // A quote that is never closed must not gather the whole of a large file.
      if (parser_.entry_pos > kFieldBytesMax) fail(field_too_large());
      if (newline != bytes.npos) ++line_;
      bytes.remove_prefix(part.size());
    }
    return std::move(outcome_);
  }
  Status finish() {
    if (!failed_ && csv_fini(&parser_, field, row, this) != 0) {
      failed_ = true;
      return at_line(
          row_line_, "a quoted field is never closed; the file may be cut off",
          "un champ entre guillemets n’est jamais fermé ; le fichier est peut-être coupé");
    }
    return std::move(outcome_);
  }

 private:
  static void field(void* bytes, size_t size, void* self_pointer) {
    auto& self = *static_cast<Reader*>(self_pointer);
    if (self.failed_) return;
    if (self.count_ == 0) self.row_line_ = self.row_start();
    if (size > kFieldBytesMax) return self.fail(self.field_too_large());
    if (self.count_ == kFieldsMax) return self.fail(self.too_many_fields());
    if (self.count_ == self.fields_.size()) self.fields_.emplace_back();
    self.fields_[self.count_++].assign(static_cast<const char*>(bytes), size);
  }
  static void row(int, void* self_pointer) {
    auto& self = *static_cast<Reader*>(self_pointer);
    if (self.failed_) return;
    self.fields_.resize(self.count_);
    self.count_ = 0;
    if (auto status = self.on_row_(self.row_line_, self.fields_); !status.ok())
      self.fail(std::move(status).error());
    self.next_row_ = self.line_ + 1;
  }
  size_t row_start() const { return std::min(next_row_, line_); }
  Error field_too_large() const {
    return at_line(line_, "a field is larger than 1 MiB", "un champ dépasse 1 Mio");
  }
  Error too_many_fields() const {
    return at_line(line_,
                   "the row has more than " + std::to_string(kFieldsMax) +
                       " fields; is it a table with a row a line?",
                   "la ligne a plus de " + std::to_string(kFieldsMax) +
                       " champs ; est-ce un tableau, une ligne par rangée ?");
  }
  Status broken() {
    failed_ = true;
    const std::string why = csv_strerror(csv_error(&parser_));
    return at_line(line_, why + "; a quote inside a field must be doubled",
                   "des guillemets dans un champ doivent être doublés (" + why + ")");
  }
  void fail(Error error) {
    failed_ = true;
    outcome_ = std::move(error);
  }

  csv_parser parser_;
  const OnRow& on_row_;
  std::vector<std::string> fields_;
  size_t count_ = 0;
  size_t line_ = 1;
  size_t row_line_ = 1;
  size_t next_row_ = 1;
  bool failed_ = false;
  Status outcome_;
};

// The whole text at once; a byte-order mark is skipped.
inline Status read(std::string_view text, Options options, const OnRow& on_row) {
  Reader reader(options, on_row);
  AKSIS_TRY(reader.feed(without_mark(text)));
  return reader.finish();
}

}  // namespace aksis::csv

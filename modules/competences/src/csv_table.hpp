// A CSV file read by the names of its columns, with every wrong row told apart from a wrong file.
// Pure, any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "source_files.hpp"

namespace aksis::competences {

// What an import has to say: rows left out, and notes on whole files.
struct RowIssue {
  std::string file;
  size_t line = 0;
  std::string column;  // as the header names it; empty: the row as such
  std::string message;
  std::string french;  // as in Error
};

struct Note {
  std::string message;
  std::string french;
};

class Issues {
 public:
  static constexpr size_t kKeptMax = 200;  // more is one cause repeated

  // The column is the place the error names, if it names one.
  void row(std::string_view file, size_t line, const Error& error);
  void note(std::string english, std::string french) {
    notes_.push_back({std::move(english), std::move(french)});
  }
  const std::vector<RowIssue>& rows() const { return rows_; }
  size_t row_count() const { return row_count_; }  // also those not kept
  const std::vector<Note>& notes() const { return notes_; }

 private:
  std::vector<RowIssue> rows_;
  std::vector<Note> notes_;
  size_t row_count_ = 0;
};

struct Column {
  std::string_view name;
  bool required = true;
};

// One row: its values in the order the columns were asked for, "" for an absent optional one.
class TableRow {
 public:
  TableRow(size_t line, const std::vector<std::string>& fields, const std::vector<Column>& columns,
           const std::vector<size_t>& places)
      : line_(line), fields_(fields), columns_(columns), places_(places) {}
  std::string_view operator[](size_t column) const;
  size_t line() const { return line_; }
  // What is wrong with the value of `column`.
  Error wrong(size_t column, std::string english, std::string french) const;

 private:
  size_t line_;
  const std::vector<std::string>& fields_;
  const std::vector<Column>& columns_;
  const std::vector<size_t>& places_;
};

// An error is about this row, which is left out and counted.
using OnTableRow = std::function<Status(const TableRow&)>;

inline constexpr size_t kWrongRowsTolerated = 20;
inline constexpr double kWrongShareMax = 0.05;

// Decodes `file` and gives its rows. Columns are found by name, in any case and order; others are
// left alone. The delimiter (comma, semicolon, tab) is the one the header uses. Fails with a
// sentence naming file and column or line: a column is missing, the quoting is broken, more rows
// are wrong than chance explains.
Status read_table(SourceFile file, const std::vector<Column>& columns, Issues& issues,
                  const OnTableRow& on_row);

}  // namespace aksis::competences

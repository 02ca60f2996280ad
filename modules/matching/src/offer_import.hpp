// Offers out of a file of any size, fed in pieces: JSON lines, a JSON array, the answer of the
// "Offres d'emploi v2" interface ({"resultats": […]}), or CSV. Good offers go on when their
// neighbours are broken. An importer belongs to one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/csv.hpp"
#include "offer_reader.hpp"

namespace aksis::matching {

// An error of one row: line of the file, member, sentence.
struct RowError {
  size_t line = 0;
  std::string member;  // "" when it is the row as such
  std::string message;
  std::string french;  // as of Error
};

struct ImportReport {
  size_t accepted = 0;
  size_t refused = 0;
  std::vector<RowError> errors;  // the first kRowErrorsMax
  Unknowns unknowns;
};

inline constexpr size_t kRowErrorsMax = 200;
inline constexpr size_t kOfferBytesMax = 1 << 20;  // of one offer's text

class OfferImporter {
 public:
  // An error from `take` stops the import and becomes its answer.
  using Take = std::function<Status(Offer&&, size_t line)>;
  // Hears of each offer that is refused: its id, or "" when not even that can be read.
  using Refused = std::function<void(std::string_view id)>;
  explicit OfferImporter(Take take, Refused refused = {});

  // The next bytes of the file. An error is final: a file of a kind nobody reads here.
  Status feed(std::string_view bytes);
  // The end of the file.
  Status finish();
  const ImportReport& report() const { return report_; }

 private:
  enum class Shape { undecided, lines, array, wrapped, csv };

  Status decide();
  Status feed_decided(std::string_view bytes);
  Status feed_lines(std::string_view bytes);
  Status feed_array(std::string_view bytes);
  Status close_bracket(char c, int element_depth);
  void note_stray(char c);
  Status feed_csv(std::string_view bytes);
  Status end_csv_broken(Status outcome);
  Status take_line();
  Status take_json(std::string_view text, size_t line);
  Status on_csv_row(size_t line, const std::vector<std::string>& fields);
  void refuse(size_t line, const Error& error, std::string_view id = {});

  Take take_;
  Refused refused_;
  ImportReport report_;
  Shape shape_ = Shape::undecided;
  std::string held_;  // what the shape is decided from; then the line or element begun
  size_t line_ = 1;

  // Of an array: where the scan stands.
  int depth_ = 0;
  bool in_text_ = false, escaped_ = false, in_array_ = false, too_long_ = false, ended_ = false;
  bool stray_ = false;
  std::string key_;  // the last text at the depth of the wrapper's members
  size_t element_line_ = 1;

  std::unique_ptr<csv::Reader> csv_;
  csv::OnRow csv_row_;
  std::optional<OfferColumns> columns_;
  bool csv_broken_ = false;
  size_t row_bytes_ = 0;  // since the last row
  Error stop_;
  bool stopped_ = false;
};

}  // namespace aksis::matching

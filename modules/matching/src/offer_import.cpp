#include "offer_import.hpp"

#include <algorithm>

#include "aksis/cpp/fold.hpp"

namespace aksis::matching {

namespace {

// Enough to see the first member of the first object, or the header of a CSV file.
constexpr size_t kDecideBytes = 64 * 1024;
// Elements are parsed with a bound of their own; this one keeps the scan's count sane.
constexpr int kDepthMax = 100'000;
constexpr size_t kCsvPiece = 1 << 16;
constexpr size_t kRowBytesMax = 4 << 20;
constexpr std::string_view kBlanks = " \t\r\n";

std::string_view first_member(std::string_view object) {
  const size_t open = object.find('"');
  if (open == std::string_view::npos) return {};
  const size_t close = object.find('"', open + 1);
  return close == std::string_view::npos ? std::string_view()
                                         : object.substr(open + 1, close - open - 1);
}

}  // namespace

OfferImporter::OfferImporter(Take take, Refused refused)
    : take_(std::move(take)), refused_(std::move(refused)) {}

void OfferImporter::refuse(size_t line, const Error& error, std::string_view id) {
  ++report_.refused;
  if (refused_) refused_(id);
  if (report_.errors.size() == kRowErrorsMax) return;
  report_.errors.push_back(
      {line, error.details.empty() ? "" : error.details[0].pointer, error.message, error.french});
}

Status OfferImporter::decide() {
  std::string_view text = held_;
  if (text.starts_with("\x1F\x8B") || text.starts_with("PK\x03\x04"))
    return said(Code::unsupported, "the file is compressed; unpack it first",
                "Le fichier est compressé ; décompressez-le d’abord.");
  if (auto wide = wide_encoding_error("the file", "Le fichier", text)) {
    wide->code = Code::unsupported;
    return *std::move(wide);
  }
  if (text.find('\0') != std::string_view::npos)
    return said(Code::unsupported, "the file holds NUL bytes: it is no text",
                "Le fichier contient des octets nuls : ce n’est pas du texte.");
  text = without_mark(text);
  const size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};  // nothing but blanks
  if (text[start] == '[') {
    shape_ = Shape::array;
  } else if (text[start] == '{') {
    const auto member = first_member(text.substr(start));
    shape_ = member == "resultats" || member == "filtresPossibles" || member == "Content-Range"
                 ? Shape::wrapped
                 : Shape::lines;
  } else {
    shape_ = Shape::csv;
    const auto header = text.substr(0, text.find('\n'));
    const auto delimiter = std::count(header.begin(), header.end(), ';') >
                                   std::count(header.begin(), header.end(), ',')
                               ? ';'
                               : ',';
    csv_row_ = [this](size_t line, const std::vector<std::string>& fields) {
      return on_csv_row(line, fields);
    };
    csv_ = std::make_unique<csv::Reader>(csv::Options{delimiter}, csv_row_);
  }
  const std::string rest(text);
  held_.clear();
  return feed_decided(rest);
}

Status OfferImporter::feed(std::string_view bytes) {
  if (shape_ != Shape::undecided) return feed_decided(bytes);
  held_ += bytes;
  return held_.size() < kDecideBytes ? Status() : decide();
}

Status OfferImporter::feed_decided(std::string_view bytes) {
  switch (shape_) {
    case Shape::lines:
      return feed_lines(bytes);
    case Shape::array:
    case Shape::wrapped:
      return feed_array(bytes);
    case Shape::csv:
      return feed_csv(bytes);
    case Shape::undecided:
      break;
  }
  return {};
}

Status OfferImporter::take_json(std::string_view text, size_t line) {
  auto document = json::parse(text, line);
  if (!document.ok()) {
    refuse(line, document.error());
    return {};
  }
  auto offer = read_france_travail(*document, report_.unknowns);
  if (!offer.ok()) {
    refuse(line, offer.error(), json::text(*document, "id"));
    return {};
  }
  ++report_.accepted;
  return take_(std::move(*offer), line);
}

Status OfferImporter::take_line() {
  const size_t line = line_++;
  const bool too_long = too_long_;
  too_long_ = false;
  const std::string text = std::move(held_);
  held_.clear();
  if (too_long) {
    refuse(line, said(Code::invalid, "the line is longer than 1 MiB; an offer stands on one line",
                      "La ligne dépasse 1 Mio ; une offre tient sur une ligne."));
    return {};
  }
  if (text.find_first_not_of(kBlanks) == std::string::npos) return {};
  return take_json(text, line);
}

Status OfferImporter::feed_lines(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t newline = bytes.find('\n');
    const auto part = bytes.substr(0, newline);
    if (held_.size() + part.size() > kOfferBytesMax)
      too_long_ = true;
    else
      held_ += part;
    if (newline == std::string_view::npos) return {};
    bytes.remove_prefix(newline + 1);
    AKSIS_TRY(take_line());
  }
  return {};
}

// Refuses a number, a text or a word where an offer should begin; once each.
void OfferImporter::note_stray(char c) {
  if (c == ',') stray_ = false;
  if (stray_ || kBlanks.find(c) != kBlanks.npos || std::string_view(",[]{}").find(c) < 5) return;
  stray_ = true;
  refuse(line_, said(Code::invalid, "an offer is a JSON object; the list holds another value here",
                     "Une offre est un objet JSON ; la liste contient ici une autre valeur."));
}

Status OfferImporter::close_bracket(char c, int element_depth) {
  if (--depth_ < 0)
    return csv::at_line(line_, "a bracket closes that never opened",
                        "un crochet se ferme sans avoir été ouvert.");
  if (in_array_ && depth_ == element_depth) {
    const std::string element = std::move(held_);
    held_.clear();
    if (!too_long_) return take_json(element, element_line_);
    refuse(element_line_,
           said(Code::invalid, "the offer is longer than 1 MiB", "L’offre dépasse 1 Mio."));
  } else if (in_array_ && depth_ < element_depth) {
    if (c != ']')
      return csv::at_line(line_, "the list of offers ends with '}'",
                          "la liste des offres finit par « } ».");
    in_array_ = false;
    ended_ = true;
  }
  return {};
}

// Cuts the elements of the array out by their brackets; each is parsed, and may be wrong, alone.
Status OfferImporter::feed_array(std::string_view bytes) {
  const int element_depth = shape_ == Shape::array ? 1 : 2;
  for (const char c : bytes) {
    if (c == '\n') ++line_;
    const bool inside = in_array_ && depth_ > element_depth;
    if (inside) {
      if (held_.size() < kOfferBytesMax)
        held_ += c;
      else
        too_long_ = true;
    }
    if (in_text_) {
      if (escaped_)
        escaped_ = false;
      else if (c == '\\')
        escaped_ = true;
      else if (c == '"')
        in_text_ = false;
      else if (depth_ == 1 && key_.size() < kIdBytesMax)
        key_ += c;
      continue;
    }
    if (in_array_ && depth_ == element_depth) note_stray(c);
    switch (c) {
      case '"':
        in_text_ = true;
        if (depth_ == 1) key_.clear();
        break;
      case '{':
      case '[':
        if (++depth_ > kDepthMax)
          return csv::at_line(line_, "the JSON is nested too deeply to be a list of offers",
                              "le JSON est trop imbriqué pour une liste d’offres.");
        if (c == '[' && depth_ == element_depth && (shape_ == Shape::array || key_ == "resultats"))
          in_array_ = true;
        if (in_array_ && depth_ == element_depth + 1) {
          held_.assign(1, c);
          element_line_ = line_;
          too_long_ = false;
        }
        break;
      case '}':
      case ']':
        AKSIS_TRY(close_bracket(c, element_depth));
        break;
      default:
        break;
    }
  }
  return {};
}

Status OfferImporter::on_csv_row(size_t line, const std::vector<std::string>& fields) {
  row_bytes_ = 0;
  if (fields.size() == 1 && fields[0].empty()) return {};  // a blank line
  if (!columns_) {
    auto columns = OfferColumns::from_header(fields);
    if (!columns.ok()) {
      stopped_ = true;
      const auto number = std::to_string(line);
      return stop_ = prefixed("line " + number, std::move(columns).error(), "Ligne " + number);
    }
    columns_ = std::move(*columns);
    for (const auto& name : columns_->unknown())
      if (report_.unknowns.members.size() < kUnknownsMax) ++report_.unknowns.members[name];
    return {};
  }
  auto offer = columns_->read(fields, report_.unknowns);
  if (!offer.ok()) {
    refuse(line, offer.error(), columns_->id(fields));
    return {};
  }
  ++report_.accepted;
  if (auto taken = take_(std::move(*offer), line); !taken.ok()) {
    stopped_ = true;
    return stop_ = std::move(taken).error();
  }
  return {};
}

// Broken quoting makes the rest unreadable: one error, and the rows before it stand.
Status OfferImporter::end_csv_broken(Status outcome) {
  if (outcome.ok()) return {};
  if (stopped_) return stop_;
  csv_broken_ = true;
  const auto& message = outcome.error().message;
  size_t line = 0;
  if (message.starts_with("line ")) line = std::strtoull(message.c_str() + 5, nullptr, 10);
  refuse(line, outcome.error());
  return {};
}

Status OfferImporter::feed_csv(std::string_view bytes) {
  // In pieces: the reader keeps what a quote has opened until it closes, which may be never.
  for (size_t at = 0; at < bytes.size() && !csv_broken_; at += kCsvPiece) {
    const auto piece = bytes.substr(at, kCsvPiece);
    row_bytes_ += piece.size();
    AKSIS_TRY(end_csv_broken(csv_->feed(piece)));
    if (row_bytes_ > kRowBytesMax)
      AKSIS_TRY(end_csv_broken(csv::at_line(
          csv_->line(), "a row is longer than 4 MiB; a quote may be open, or this is no CSV",
          "une ligne dépasse 4 Mio ; des guillemets sont peut-être restés ouverts, ou "
          "ce n’est pas du CSV.")));
  }
  return {};
}

Status OfferImporter::finish() {
  if (shape_ == Shape::undecided) AKSIS_TRY(decide());
  switch (shape_) {
    case Shape::undecided:
      return said(Code::invalid, "the file is empty; expected are JSON lines, a JSON array or CSV",
                  "Le fichier est vide ; sont attendus des lignes JSON, une liste JSON ou du CSV.");
    case Shape::lines:
      return held_.empty() && !too_long_ ? Status() : take_line();
    case Shape::array:
    case Shape::wrapped:
      if (depth_ != 0)
        refuse(
            in_array_ && !held_.empty() ? element_line_ : line_,
            said(
                Code::invalid, "the file ends inside an offer or its list; it may be cut off",
                "Le fichier finit au milieu d’une offre ou de sa liste ; il est peut-être coupé."));
      else if (!ended_)
        refuse(line_, said(Code::invalid, "the file holds no list \"resultats\" of offers",
                           "Le fichier n’a pas de liste « resultats » d’offres."));
      return {};
    case Shape::csv:
      return csv_broken_ ? Status() : end_csv_broken(csv_->finish());
  }
  return {};
}

}  // namespace aksis::matching

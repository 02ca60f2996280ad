#include <filesystem>
#include <fstream>

#include "offer_import.hpp"
#include "offer_rows.hpp"
#include "operations.hpp"
#include "stock.hpp"

namespace aksis::matching {

namespace {

// Some 40 ms of the writer each, so that nobody else waits for long.
constexpr size_t kOfferChunk = 200;
constexpr size_t kOffersMax = 2'000'000;  // open ones; some 300 bytes of memory each
constexpr size_t kReadBytes = 1 << 18;

struct FileBytes {
  std::ifstream stream;
  int64_t size = 0;
};

Error stopped() {
  return said(Code::cancelled, "the import was stopped; run it again to go on",
              "L’import a été arrêté ; relancez-le pour continuer.");
}
Error not_a_file(const std::string& path) {
  return said(Code::invalid, path + " is a folder or a device, no file; give the file itself",
              path + " est un dossier ou un périphérique ; donnez le fichier lui-même.");
}

// A folder opens like a file, and a device or a pipe may never end.
Result<FileBytes> open_file(const std::string& path) {
  std::error_code unreadable;
  if (std::filesystem::exists(path, unreadable) &&
      !std::filesystem::is_regular_file(path, unreadable))
    return not_a_file(path);
  FileBytes file{std::ifstream(path, std::ios::binary | std::ios::ate), 0};
  if (!file.stream)
    return said(Code::not_found, "the file " + path + " cannot be opened; check name and rights",
                "Le fichier " + path + " ne s’ouvre pas ; vérifiez son nom et ses droits.");
  file.size = static_cast<int64_t>(file.stream.tellg());
  return file;
}

// Collects offers and writes them in chunks; what a stopped import has written stands, and the
// same import run again goes over it quickly.
class OfferWriter {
 public:
  OfferWriter(State& state, std::string source, Unknowns& unusable)
      : state_(state), source_(std::move(source)), unusable_(unusable) {}

  Status add(Offer&& offer) {
    chunk_.push_back(std::move(offer));
    return chunk_.size() < kOfferChunk ? Status() : flush();
  }
  Status flush() {
    if (chunk_.empty()) return {};
    AKSIS_TRY(state_.change_many([&](const Engine& engine) -> Status {
      if (engine.store->snapshot()->offers() + chunk_.size() > kOffersMax)
        return said(Code::full,
                    "the agency would hold more than " + std::to_string(kOffersMax) +
                        " open offers, the most that are kept in memory; close those that are "
                        "over, or import a part of the file",
                    "L’agence aurait plus de " + std::to_string(kOffersMax) +
                        " offres ouvertes, le maximum gardé en mémoire ; fermez celles qui sont "
                        "échues, ou importez une partie du fichier.");
      std::vector<Upserted> done;
      AKSIS_TRY(state_.host().write([&](Tx& tx) -> Status {
        done.clear();
        const auto now = now_micros();
        for (const auto& offer : chunk_) {
          AKSIS_ASSIGN(upserted, upsert_offer(tx, offer, now, source_));
          done.push_back(upserted);
        }
        return {};
      }));
      std::vector<Store::Change> changes;
      for (size_t i = 0; i < chunk_.size(); ++i) {
        if (done[i].key) changes.push_back({*done[i].key, &chunk_[i]});
        ++(done[i].key ? written : unchanged);
        reopened += done[i].reopened;
      }
      std::vector<Unusable> left;
      engine.store->apply(changes, &left);
      for (size_t i = 0; i < left.size(); ++i) note(left[i], *changes[i].offer);
      return {};
    }));
    chunk_.clear();
    return {};
  }
  int64_t written = 0, unchanged = 0, reopened = 0, unmatchable = 0, nowhere = 0;

 private:
  void note(const Unusable& left, const Offer& offer) {
    const auto count = [&](const std::string& name) {
      if (unusable_.codes.size() < kUnknownsMax || unusable_.codes.contains(name))
        ++unusable_.codes[name];
    };
    unmatchable += left.occupation;
    nowhere += left.commune;
    if (left.occupation) count("rome_code " + offer.rome_code);
    if (left.commune) count("commune " + offer.commune);
    for (const auto& skill : left.skills) count("skill " + skill);
  }

  State& state_;
  const std::string source_;
  Unknowns& unusable_;
  std::vector<Offer> chunk_;
};

void write_counts(json::Writer& out, std::string_view name,
                  const std::map<std::string, size_t>& counts) {
  out.key(name).array();
  for (const auto& [what, count] : counts)
    out.object().member("name", what).member("count", count).end();
  out.end();
}

std::string report_json(const ImportReport& report, const OfferWriter& writer,
                        std::optional<int64_t> closed, const Unknowns& unusable,
                        std::string_view language) {
  json::Writer out;
  out.object().member("accepted", report.accepted).member("refused", report.refused);
  out.member("written", writer.written).member("unchanged", writer.unchanged);
  out.member("reopened", writer.reopened);
  if (closed) out.member("closed", *closed);
  out.member("unknown_occupation", writer.unmatchable).member("unknown_place", writer.nowhere);
  out.key("errors").array();
  for (const auto& error : report.errors)
    out.object()
        .member("line", error.line)
        .member("member", error.member)
        .member("message", sentence_in(error, language))
        .end();
  out.end();
  write_counts(out, "unknown_members", report.unknowns.members);
  Unknowns all = report.unknowns;
  all.add(unusable);
  write_counts(out, "unknown_codes", all.codes);
  return out.end().text();
}

// A file of which nothing can be used is a wrong file, and no import that went well.
Status check_any_taken(const ImportReport& report) {
  if (report.accepted > 0 || report.refused == 0) return {};
  const auto& first = report.errors.front();
  const auto line = std::to_string(first.line), refused = std::to_string(report.refused);
  const bool placed = first.message.find("line " + line) != std::string::npos;
  return said(Code::invalid,
              "nothing was imported, " + refused + " refused and none accepted; the first: " +
                  (placed ? "" : "line " + line + ": ") + first.message,
              "Rien n’a été importé, refusées : " + refused +
                  ", acceptée : aucune ; la première : " + (placed ? "" : "ligne " + line + " : ") +
                  after_colon(first.french));
}

// Reads the file from its beginning to its end; `passes` of them are what the progress counts to.
Status read_through(Request& request, const std::string& path, FileBytes& file,
                    OfferImporter& importer, int64_t pass, int64_t passes) {
  file.stream.clear();
  file.stream.seekg(0);
  std::string piece(kReadBytes, '\0');
  for (int64_t done = pass * file.size; file.stream;) {
    // Also here: a file without one good offer never comes to the look of who takes them.
    if (request.cancelled()) return stopped();
    file.stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto got = file.stream.gcount();
    if (got <= 0) break;
    AKSIS_TRY(importer.feed({piece.data(), static_cast<size_t>(got)}));
    done += got;
    request.progress(done, passes * file.size, std::to_string(importer.report().accepted));
  }
  if (file.stream.bad())
    return internal(path + " could not be read to its end; the disk may be at fault");
  return importer.finish();
}

}  // namespace

Status import_offers(State& state, Request& request) {
  const std::string path(json::text(request.input(), "path"));
  AKSIS_ASSIGN(file, open_file(path));
  AKSIS_TRY(state.take_new_communes());
  const std::string source(json::text(request.input(), "source"));
  const auto whole_id = [&](std::string_view id) {
    return source.empty() || id.empty() ? std::string(id) : source + ":" + std::string(id);
  };
  const bool complete = json::boolean(request.input(), "complete");
  const bool force = json::boolean(request.input(), "force");
  const int64_t passes = complete && !force ? 2 : 1;
  if (passes == 2) {
    Stock foreseen(state, source);
    AKSIS_TRY(foreseen.count_open());
    const auto saw = [&](std::string_view id) { foreseen.saw(whole_id(id)); };
    OfferImporter looker(
        [&](Offer&& offer, size_t) -> Status {
          saw(offer.id);
          return {};
        },
        saw);
    AKSIS_TRY(read_through(request, path, file, looker, 0, passes));
    AKSIS_TRY(check_any_taken(looker.report()));
    AKSIS_TRY(foreseen.check_share(request));
  }
  Unknowns unusable;
  Stock stock(state, source);
  OfferWriter writer(state, source, unusable);
  OfferImporter importer(
      [&](Offer&& offer, size_t) -> Status {
        if (request.cancelled()) return stopped();
        offer.id = whole_id(offer.id);
        if (complete) stock.saw(offer.id);
        return writer.add(std::move(offer));
      },
      [&](std::string_view id) {
        if (complete) stock.saw(whole_id(id));
      });
  AKSIS_TRY(read_through(request, path, file, importer, passes - 1, passes));
  AKSIS_TRY(writer.flush());
  AKSIS_TRY(check_any_taken(importer.report()));
  std::optional<int64_t> closed;
  if (complete) {
    AKSIS_ASSIGN(gone, stock.close_gone(request, force));
    closed = gone;
  }
  return request.respond(
      report_json(importer.report(), writer, closed, unusable, request.language()));
}

}  // namespace aksis::matching

// audit.export: pages of items for anybody permitted, a whole file for callers of this machine.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <filesystem>

#include "audit/export.hpp"
#include "audit/operations.hpp"
#include "audit/search.hpp"

namespace aksis::audit {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr int64_t kFileChunk = 1000;

constexpr const char* kInput = R"({"type": "object", "additionalProperties": false, "properties": {
  "path": {"type": "string", "maxLength": 4000,
    "description": "File to write one JSON a line to, on the server's machine; absent: a page"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 200,
    "description": "Items a page"},
  "cursor": {"type": "string", "maxLength": 60, "description": "\"next\" of the page before"}}})";

constexpr const char* kOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["size"], "properties": {
  "size": {"type": "integer", "description": "Entries of the log when the export began"},
  "path": {"type": "string"}, "lines": {"type": "integer"},
  "items": {"type": "array", "items": {"type": "object"}},
  "next": {"type": ["string", "null"]}}})";

// Where a page begins: the size the export began with, the next leaf, the last checkpoint.
struct Position {
  int64_t size = 0, leaf = 0, checkpoint = 0;
};

std::optional<Position> parse_position(std::string_view cursor) {
  Position out;
  for (auto* number : {&out.size, &out.leaf, &out.checkpoint}) {
    const auto [end, failed] =
        std::from_chars(cursor.data(), cursor.data() + cursor.size(), *number);
    if (failed != std::errc() || *number < 0) return std::nullopt;
    cursor.remove_prefix(static_cast<size_t>(end - cursor.data()));
    if (number == &out.checkpoint) break;
    if (!cursor.starts_with('.')) return std::nullopt;
    cursor.remove_prefix(1);
  }
  if (!cursor.empty()) return std::nullopt;
  return out;
}

// At most `limit` lines from `at` on, which moves; false: nothing was left.
Result<bool> some_lines(Transaction& tx, Position& at, int64_t limit, const OnLine& on_line) {
  if (at.leaf < at.size) {
    const int64_t first = at.leaf;
    AKSIS_TRY(export_leaves(tx, first, limit, at.size, [&](const std::string& line) -> Status {
      ++at.leaf;
      return on_line(line);
    }));
    if (at.leaf > first) return true;
    at.leaf = at.size;  // damaged: the reader of the export finds what is missing
  }
  AKSIS_ASSIGN(count, export_checkpoints(tx, at.checkpoint, limit, at.size, on_line));
  at.checkpoint += count;
  return count > 0;
}

Status begin(const Parts& parts, Position& at) {
  return parts.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, read_state(tx));
    at.size = state.tree.size();
    return {};
  });
}

Status export_page(const Parts& parts, Call& call) {
  const auto cursor = json::text(call.input(), "cursor");
  Position start;
  if (cursor.empty()) {
    AKSIS_TRY(begin(parts, start));
  } else if (const auto parsed = parse_position(cursor)) {
    start = *parsed;
  } else {
    return no_cursor();
  }
  return parts.database.read([&](Transaction& tx) -> Status {
    Position at = start;
    json::Writer out;
    out.object().member("size", at.size).key("items").array();
    if (cursor.empty()) out.raw(export_head(parts.key, at.size));
    AKSIS_ASSIGN(more, some_lines(tx, at, json::integer(call.input(), "limit"),
                                  [&](const std::string& line) -> Status {
                                    out.raw(line);
                                    return {};
                                  }));
    out.end().key("next");
    more ? out.value(fmt::format("{}.{}.{}", at.size, at.leaf, at.checkpoint)) : out.null();
    call.respond(out.end().text());
    return {};
  });
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

Error disk_is_full() {
  return said(Code::full, "the export cannot be written: free some space on that disk",
              "L’export ne peut pas être écrit : libérez de la place sur ce disque.");
}

Status write_lines(const Parts& parts, Call& call, std::FILE* file, Position& at, int64_t& lines) {
  const auto write = [&](const std::string& line) -> Status {
    ++lines;
    const bool written = std::fwrite(line.data(), 1, line.size(), file) == line.size() &&
                         std::fputc('\n', file) != EOF;
    return written ? Status() : Status(disk_is_full());
  };
  AKSIS_TRY(write(export_head(parts.key, at.size)));
  for (bool more = true; more;) {
    if (call.cancelled(parts.clock.now()))
      return said(Code::cancelled, "the export was stopped; its file was removed",
                  "L’export a été arrêté ; son fichier a été retiré.");
    if (call.on_progress)
      call.on_progress(at.leaf, at.size, call.language == "fr" ? "entrées" : "entries");
    std::vector<std::string> chunk;
    AKSIS_TRY(parts.database.read([&](Transaction& tx) -> Status {
      chunk.clear();
      AKSIS_ASSIGN(found, some_lines(tx, at, kFileChunk, [&](const std::string& line) -> Status {
                     chunk.push_back(line);
                     return {};
                   }));
      more = found;
      return {};
    }));
    for (const auto& line : chunk) AKSIS_TRY(write(line));
  }
  if (std::fflush(file) == 0) return {};
  return disk_is_full();
}

Status export_file(const Parts& parts, Call& call, const std::string& path) {
  if (!call.principal().local)
    return said(Code::forbidden,
                "A file is written on the machine of the server only, with the command aksis audit "
                "export; without a path the export comes in pages.",
                "Un fichier ne s’écrit que sur la machine du serveur, avec la commande aksis audit "
                "export ; sans chemin, l’export vient par pages.");
  if (!std::filesystem::path(path).is_absolute())
    return said(Code::invalid, fmt::format("the path {} is relative; give it from the root", path),
                fmt::format("Le chemin {} est relatif ; donnez-le depuis la racine.", path));
  // "x": never over a file that is there, "e": closed when another program is run.
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "wxe"));
  if (!file)
    return said(Code::conflict,
                fmt::format("{} cannot be made: it exists, or its folder is not there or not "
                            "writable",
                            path),
                fmt::format("{} ne peut pas être créé : il existe déjà, ou son dossier manque ou "
                            "n’est pas accessible en écriture.",
                            path));
  Position at;
  int64_t lines = 0;
  AKSIS_TRY(begin(parts, at));
  if (auto written = write_lines(parts, call, file.get(), at, lines); !written.ok()) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return written;
  }
  call.respond(json::Writer()
                   .object()
                   .member("size", at.size)
                   .member("path", path)
                   .member("lines", lines)
                   .end()
                   .text());
  return {};
}

}  // namespace

Status add_export_operation(operations::Registry& registry, const Parts& parts) {
  return registry.add({
      .id = "audit.export",
      .kind = Kind::task,
      .summary_fr = "Exporter le journal d’audit, pour un vérificateur indépendant",
      .summary_en = "Export the audit log, for an independent verifier",
      .method = "POST",
      .path = "/audit/export",
      .permission = "audit.export",
      .step_up = true,
      .traced = true,
      .input_schema = kInput,
      .output_schema = kOutput,
      .command = {{"audit export", {"path"}}},
      .deadline = std::chrono::milliseconds(0),
      .handler =
          [parts](Call& call) {
            const std::string path(json::text(call.input(), "path"));
            return path.empty() ? export_page(parts, call) : export_file(parts, call, path);
          },
  });
}

}  // namespace aksis::audit

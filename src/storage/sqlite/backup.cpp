#include "storage/sqlite/backup.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "storage/backup.hpp"
#include "storage/sqlite/errors.hpp"
#include "storage/sqlite/file_guard.hpp"
#include "storage/sqlite/inspection.hpp"

namespace aksis::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kPagesPerStep = 512;
constexpr int kBusyTimeoutMs = 5000;

// Removes a half-made file, with what SQLite put beside it, unless it got its final name.
class PartFile {
 public:
  explicit PartFile(std::string path) : path_(std::move(path)) { remove(); }
  ~PartFile() { remove(); }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  const std::string& path() const { return path_; }

  Status rename_to(const std::string& final_path) {
    AKSIS_TRY(sync_file(path_));
    std::error_code failed;
    fs::rename(path_, final_path, failed);
    if (failed)
      return internal(
          fmt::format("{} could not be put in place: {}", final_path, failed.message()));
    return sync_file(folder_of(final_path));
  }

 private:
  void remove() {
    std::error_code ignored;
    for (const char* tail : {"", "-wal", "-shm", "-journal"}) fs::remove(path_ + tail, ignored);
  }
  std::string path_;
};

Status check_target(const std::string& from, const std::string& to) {
  std::error_code failed;
  if (!fs::is_directory(folder_of(to), failed))
    return said(Code::invalid,
                fmt::format("the folder {} does not exist: create it first", folder_of(to)),
                fmt::format("Le dossier {} n’existe pas : créez-le d’abord.", folder_of(to)));
  if (fs::is_directory(to, failed))
    return said(Code::invalid, fmt::format("{} is a folder: name the file to write", to),
                fmt::format("{} est un dossier : indiquez le fichier à écrire.", to));
  if (fs::exists(to, failed) && !fs::is_regular_file(to, failed))
    return said(
        Code::invalid, fmt::format("{} is a device or a pipe: name the file to write", to),
        fmt::format("{} est un périphérique ou un tube : indiquez le fichier à écrire.", to));
  if (fs::equivalent(from, to, failed) || to == from + "-wal" || to == from + "-shm" ||
      to == from + ".lock")
    return said(
        Code::invalid, fmt::format("{} belongs to the running database: name another file", to),
        fmt::format("{} appartient à la base de données en service : indiquez un autre fichier.",
                    to));
  return {};
}

Status copy_pages(Connection& source, Connection& copy,
                  const std::function<bool(int, int)>& progress) {
  // One snapshot for all steps: without it a busy writer makes SQLite begin again and again.
  AKSIS_TRY(source.execute("BEGIN"));
  AKSIS_ASSIGN(tables, source.integer_of("SELECT count(*) FROM sqlite_master"));
  (void)tables;
  sqlite3_backup* const backup =
      sqlite3_backup_init(copy.handle(), "main", source.handle(), "main");
  if (!backup) return sqlite_error(copy.handle(), sqlite3_errcode(copy.handle()), "copying");
  int code = SQLITE_OK;
  bool stopped = false;
  while (code == SQLITE_OK && !stopped) {
    code = sqlite3_backup_step(backup, kPagesPerStep);
    const int total = sqlite3_backup_pagecount(backup);
    stopped = progress && !progress(total - sqlite3_backup_remaining(backup), total);
  }
  const int end = sqlite3_backup_finish(backup);
  AKSIS_TRY(source.execute("COMMIT"));
  if (code == SQLITE_DONE) return {};
  if (stopped)
    return said(Code::cancelled, "the backup was stopped; no file was written",
                "La sauvegarde a été arrêtée ; aucun fichier n’a été écrit.");
  return sqlite_error(copy.handle(), end != SQLITE_OK ? end : code, "copying the database");
}

// A copy without a log of its own: one file, whole.
Status finish_copy(Connection& copy, const std::string& path) {
  AKSIS_ASSIGN(mode, copy.text_of("PRAGMA journal_mode = DELETE"));
  if (mode != "delete") return internal("the copy's log could not be folded into it");
  return check_integrity(copy, path, "integrity_check");
}

Result<std::unique_ptr<Connection>> open_plain(const std::string& path, SchemaEpoch& epoch) {
  return Connection::open(path, Connection::Role::writer, kBusyTimeoutMs, epoch);
}

// Checks a file that nobody has open.
Result<Contents> inspect(const std::string& path) {
  SchemaEpoch epoch{0};
  AKSIS_ASSIGN(connection, open_plain(path, epoch));
  AKSIS_TRY(connection->execute("PRAGMA query_only = ON"));
  AKSIS_ASSIGN(ours, identify(*connection, path));
  if (ours == Ours::empty)
    return said(Code::invalid, fmt::format("{} is an empty database", path),
                fmt::format("{} est une base de données vide.", path));
  AKSIS_TRY(check_integrity(*connection, path, "integrity_check"));
  AKSIS_ASSIGN(migrations, connection->integer_of("SELECT count(*) FROM sqlite_master WHERE type = "
                                                  "'table' AND name = 'core_migration'"));
  if (migrations != 1)
    return said(Code::invalid,
                fmt::format("{} lacks the table core_migration: it is no backup of aksis", path),
                fmt::format("{} n’est pas une sauvegarde d’aksis.", path));
  return contents_of(*connection, path);
}

// Folds the log of the database that stands there into its file. When that fails (it is damaged)
// the log stays beside the kept file, under the name SQLite expects.
Status fold_log(const std::string& database, const std::string& kept) {
  std::error_code failed;
  if (!fs::exists(database + "-wal", failed)) return {};
  // A second name first: SQLite deletes a log it cannot make sense of.
  fs::create_hard_link(database + "-wal", kept + "-wal", failed);
  if (failed)
    return internal(fmt::format("{}-wal could not be kept: {}", database, failed.message()));
  SchemaEpoch epoch{0};
  bool folded = false;
  auto connection = open_plain(database, epoch);
  // Read something first: a checkpoint of what was not read yet does nothing, successfully.
  if (connection.ok() && (*connection)->integer_of("SELECT count(*) FROM sqlite_master").ok())
    folded = sqlite3_wal_checkpoint_v2((*connection)->handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                       nullptr, nullptr) == SQLITE_OK;
  if (folded) fs::remove(kept + "-wal", failed);
  for (const char* tail : {"-wal", "-shm"}) fs::remove(database + tail, failed);
  return {};
}

std::string kept_name(const std::string& database, Micros now) {
  std::string time;
  for (const char c : iso_time(now))
    if (c != '-' && c != ':') time += c;
  std::string out = database + ".before-restore-" + time;
  std::error_code failed;
  for (int again = 2; fs::exists(out, failed); ++again)
    out = fmt::format("{}.before-restore-{}-{}", database, time, again);
  return out;
}

}  // namespace

Status copy_database(const std::string& from, const std::string& to, SchemaEpoch& epoch,
                     const std::function<bool(int, int)>& progress) {
  AKSIS_TRY(check_target(from, to));
  PartFile part(to + ".part");
  AKSIS_TRY(prepare_file(part.path()));
  {
    AKSIS_ASSIGN(source, Connection::open(from, Connection::Role::reader, kBusyTimeoutMs, epoch));
    AKSIS_ASSIGN(copy, open_plain(part.path(), epoch));
    // The finished file is synced once, before it gets its name.
    AKSIS_TRY(copy->execute("PRAGMA synchronous = OFF"));
    AKSIS_TRY(copy_pages(*source, *copy, progress));
    AKSIS_TRY(finish_copy(*copy, part.path()));
  }
  return part.rename_to(to);
}

Result<Contents> verify_backup(const std::string& path) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed))
    return said(Code::not_found, fmt::format("there is no backup file {}", path),
                fmt::format("Le fichier de sauvegarde {} n’existe pas.", path));
  return inspect(path);
}

Result<Restored> restore(const std::string& backup, const std::string& database, Micros now) {
  AKSIS_ASSIGN(guard, FileGuard::take(database));
  std::error_code failed;
  if (fs::equivalent(backup, database, failed))
    return said(
        Code::invalid, fmt::format("{} is the database itself: name a backup", backup),
        fmt::format("{} est la base de données elle-même : indiquez une sauvegarde.", backup));
  AKSIS_TRY(verify_backup(backup));

  PartFile part(database + ".restoring");
  AKSIS_TRY(prepare_file(part.path()));
  fs::copy_file(backup, part.path(), fs::copy_options::overwrite_existing, failed);
  if (failed)
    return said(
        failed == std::errc::no_space_on_device ? Code::full : Code::internal,
        fmt::format("{} could not be copied beside {}: {}; nothing was changed", backup, database,
                    failed.message()),
        fmt::format("{} n’a pas pu être copié à côté de {} : vérifiez la place et les droits ; "
                    "rien n’a été changé.",
                    backup, database));
  Restored out;
  AKSIS_ASSIGN(contents, inspect(part.path()));
  out.contents = std::move(contents);
  if (file_bytes(database) > 0) {
    out.kept = kept_name(database, now);
    AKSIS_TRY(fold_log(database, out.kept));
    // A second name, not a move: until the new file takes the first one, the old one has it.
    fs::create_hard_link(database, out.kept, failed);
    if (failed)
      return internal(
          fmt::format("the present database could not be kept as {}: {}; nothing was "
                      "changed",
                      out.kept, failed.message()));
  }
  AKSIS_TRY(part.rename_to(database));
  return out;
}

}  // namespace aksis::storage

#include "source_files.hpp"

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace aksis::competences {

namespace fs = std::filesystem;

struct SourceFiles::Archive {
  zip_t* zip = nullptr;
  ~Archive() {
    if (zip) zip_discard(zip);
  }
};

namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// [unix_]STEM(.csv | _v<digit>….csv)
bool has_stem(std::string_view file_name, std::string_view stem) {
  const std::string lowered = lower(file_name);
  std::string_view name = lowered;
  if (!name.ends_with(".csv")) return false;
  if (name.starts_with("unix_")) name.remove_prefix(5);
  if (!name.starts_with(stem)) return false;
  name.remove_prefix(stem.size());
  return name == ".csv" || (name.size() > 2 && name.starts_with("_v") && digit(name[2]));
}

std::string megabytes(size_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

Error too_large(std::string message) {
  return {Code::too_large, std::move(message), {}};
}

Result<std::string> read_disk(const std::string& path, size_t bytes_max) {
  std::error_code error;
  const auto kind = fs::status(path, error).type();
  if (kind == fs::file_type::not_found)
    return Error{Code::not_found, path + " does not exist; check the name", {}};
  if (kind != fs::file_type::regular)
    return invalid(path + " is a folder or a device; name a file");
  const auto size = fs::file_size(path, error);
  if (error) return invalid(path + " cannot be read: " + error.message());
  if (size > bytes_max)
    return too_large(path + " is larger than " + megabytes(bytes_max) +
                     "; this is not a file of the expected kind");
  std::ifstream in(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
    return invalid(path + " cannot be read to its end");
  return bytes;
}

Result<std::string> gunzip(const std::string& path, const std::string& packed, size_t bytes_max) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return internal("zlib cannot start");
  std::unique_ptr<z_stream, void (*)(z_stream*)> end(&stream, [](z_stream* s) { inflateEnd(s); });
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  std::string block(size_t{1} << 16, '\0');
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    state = inflate(&stream, Z_NO_FLUSH);
    if (state != Z_OK && state != Z_STREAM_END)
      return invalid(path + " is a broken or cut gzip file; fetch it again");
    out.append(block, 0, block.size() - stream.avail_out);
    if (out.size() > bytes_max || out.size() / kZipRatioMax > packed.size())
      return too_large(path + " unfolds to more than " + megabytes(bytes_max) + " or " +
                       std::to_string(kZipRatioMax) + " times its size; refused as a zip bomb");
  }
  return out;
}

}  // namespace

SourceFiles::SourceFiles() = default;
SourceFiles::SourceFiles(SourceFiles&&) noexcept = default;
SourceFiles& SourceFiles::operator=(SourceFiles&&) noexcept = default;
SourceFiles::~SourceFiles() = default;

Result<SourceFiles> SourceFiles::open(const std::string& path) {
  SourceFiles files;
  files.path_ = path;
  std::error_code error;
  const auto kind = fs::status(path, error).type();
  if (kind == fs::file_type::not_found)
    return Error{Code::not_found, path + " does not exist; give a folder or a zip", {}};
  if (kind == fs::file_type::directory) {
    AKSIS_TRY(files.list_folder());
  } else {
    AKSIS_TRY(files.list_archive());
  }
  return files;
}

SourceFiles SourceFiles::of(std::vector<SourceFile> files) {
  SourceFiles out;
  out.path_ = "the files given";
  for (size_t i = 0; i < files.size(); ++i)
    out.entries_.push_back({files[i].name, std::to_string(i)});
  out.held_ = std::move(files);
  return out;
}

Status SourceFiles::list_folder() {
  std::error_code error;
  for (fs::directory_iterator at(path_, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored)) continue;
    entries_.push_back({at->path().filename().string(), at->path().string()});
    if (entries_.size() > kEntriesMax)
      return invalid(path_ + " holds more than " + std::to_string(kEntriesMax) +
                     " files; give the folder of the ROME files alone");
  }
  if (error) return invalid(path_ + " cannot be listed: " + error.message());
  return {};
}

Status SourceFiles::list_archive() {
  std::error_code failed;
  if (!fs::is_regular_file(path_, failed))
    return invalid(path_ + " is a device or a pipe; give the folder or the zip of the ROME files");
  // libzip holds the whole list of entries before it says how many there are.
  if (fs::file_size(path_, failed) > kArchiveBytesMax && !failed)
    return too_large(path_ + " is larger than " + megabytes(kArchiveBytesMax) +
                     "; give the folder or the zip of the ROME files alone");
  int code = 0;
  archive_ = std::make_unique<Archive>();
  archive_->zip = zip_open(path_.c_str(), ZIP_RDONLY, &code);
  if (!archive_->zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return invalid(path_ + " is no folder and no readable zip (" + why +
                   "); give the folder or the zip of the ROME files");
  }
  const zip_int64_t count = zip_get_num_entries(archive_->zip, 0);
  if (count > static_cast<zip_int64_t>(kEntriesMax))
    return too_large(path_ + " holds more than " + std::to_string(kEntriesMax) + " entries");
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive_->zip, static_cast<zip_uint64_t>(i), 0);
    if (!name) continue;
    const std::string_view location = name;
    entries_.push_back(
        {std::string(location.substr(location.find_last_of("/\\") + 1)), std::string(location)});
  }
  return {};
}

template <typename Wanted>
Result<std::optional<SourceFile>> SourceFiles::read_wanted(Wanted wanted) {
  const Entry* found = nullptr;
  for (const Entry& entry : entries_) {
    if (!wanted(entry.name)) continue;
    if (found)
      return invalid(path_ + " holds both " + found->location + " and " + entry.location +
                     "; keep one version");
    found = &entry;
  }
  if (!found) return std::optional<SourceFile>();
  AKSIS_ASSIGN(bytes, bytes_of(*found));
  total_bytes_ += bytes.size();
  if (total_bytes_ > kTotalBytesMax)
    return too_large(path_ + " holds more than " + megabytes(kTotalBytesMax) + " of text; refused");
  return std::optional<SourceFile>({found->name, std::move(bytes)});
}

Result<std::optional<SourceFile>> SourceFiles::read(std::string_view stem) {
  return read_wanted([&](const std::string& name) { return has_stem(name, stem); });
}

Result<std::optional<SourceFile>> SourceFiles::read_beginning(std::string_view beginning) {
  return read_wanted([&](const std::string& name) {
    const std::string lowered = lower(name);
    return lowered.starts_with(beginning) &&
           (lowered.ends_with(".csv") || lowered.ends_with(".csv.gz"));
  });
}

Result<std::string> SourceFiles::bytes_of(const Entry& entry) {
  if (!held_.empty()) return held_[static_cast<size_t>(&entry - entries_.data())].bytes;
  auto bytes = archive_ ? unfold(entry) : read_disk(entry.location, kFileBytesMax);
  if (!bytes.ok() || !bytes->starts_with(kGzipMagic)) return bytes;
  return gunzip(entry.location, *bytes, kFileBytesMax);
}

Result<std::string> SourceFiles::unfold(const Entry& entry) {
  zip_stat_t stat;
  constexpr zip_uint64_t kWanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
  if (zip_stat(archive_->zip, entry.location.c_str(), 0, &stat) != 0 ||
      (stat.valid & kWanted) != kWanted)
    return invalid(path_ + ": the entry " + entry.location + " cannot be read");
  if (stat.size > kFileBytesMax || stat.size / kZipRatioMax > stat.comp_size)
    return too_large(path_ + ": the entry " + entry.location + " unfolds to more than " +
                     megabytes(kFileBytesMax) + " or " + std::to_string(kZipRatioMax) +
                     " times its size; refused as a zip bomb");
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen(archive_->zip, entry.location.c_str(), 0), zip_fclose);
  std::string bytes(stat.size, '\0');
  // One byte more than announced is asked for: a lying header is a broken file.
  char beyond = 0;
  if (!file || zip_fread(file.get(), bytes.data(), stat.size) != static_cast<int64_t>(stat.size) ||
      zip_fread(file.get(), &beyond, 1) != 0)
    return invalid(path_ + ": the entry " + entry.location + " is broken; fetch the zip again");
  return bytes;
}

std::string SourceFiles::version_of(std::string_view file_name) {
  const std::string name = lower(file_name);
  const size_t at = name.rfind("_v");
  if (at == std::string::npos) return {};
  size_t end = at + 2;
  while (end < name.size() && digit(name[end])) ++end;
  return name.substr(at + 2, end - at - 2);
}

Result<SourceFile> read_source_file(const std::string& path, size_t bytes_max) {
  AKSIS_ASSIGN(bytes, read_disk(path, bytes_max));
  SourceFile file{fs::path(path).filename().string(), std::move(bytes)};
  if (file.bytes.starts_with(kGzipMagic)) {
    AKSIS_ASSIGN(unfolded, gunzip(path, file.bytes, bytes_max));
    file.bytes = std::move(unfolded);
  }
  return file;
}

}  // namespace aksis::competences

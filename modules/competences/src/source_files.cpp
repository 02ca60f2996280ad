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
  return std::to_string(bytes >> 20);
}

Error larger(const std::string& path, size_t most, const std::string& english,
             const std::string& french) {
  return said(Code::too_large, path + " is larger than " + megabytes(most) + " MiB; " + english,
              path + " dépasse " + megabytes(most) + " Mio ; " + french);
}

Error bomb(const std::string& english, const std::string& french, size_t most) {
  const auto ratio = std::to_string(kZipRatioMax);
  return said(Code::too_large,
              english + " unfolds to more than " + megabytes(most) + " MiB or " + ratio +
                  " times its size; refused as a zip bomb",
              french + " donne, à la décompression, plus de " + megabytes(most) +
                  " Mio ou plus de " + ratio +
                  " fois sa taille ; c’est refusé comme une bombe de décompression.");
}

Error no_such(const std::string& path, const std::string& english, const std::string& french) {
  return said(Code::not_found, path + " does not exist; " + english,
              path + " n’existe pas ; " + french);
}

Result<std::string> read_disk(const std::string& path, size_t bytes_max) {
  std::error_code error;
  const auto kind = fs::status(path, error).type();
  if (kind == fs::file_type::not_found) return no_such(path, "check the name", "vérifiez le nom.");
  if (kind != fs::file_type::regular)
    return said(Code::invalid, path + " is a folder or a device; name a file",
                path + " est un dossier ou un périphérique ; donnez le fichier lui-même.");
  const auto size = fs::file_size(path, error);
  if (error)
    return said(Code::invalid, path + " cannot be read: " + error.message(),
                path + " ne peut être lu (" + error.message() + ").");
  if (size > bytes_max)
    return larger(path, bytes_max, "this is not a file of the expected kind",
                  "ce n’est pas un fichier de la nature attendue.");
  std::ifstream in(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
    return said(Code::invalid, path + " cannot be read to its end",
                path + " ne peut être lu jusqu’à sa fin.");
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
      return said(Code::invalid, path + " is a broken or cut gzip file; fetch it again",
                  path + " est un fichier gzip abîmé ou coupé ; récupérez-le à nouveau.");
    out.append(block, 0, block.size() - stream.avail_out);
    if (out.size() > bytes_max || out.size() / kZipRatioMax > packed.size())
      return bomb(path, path, bytes_max);
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
    return no_such(path, "give a folder or a zip", "donnez un dossier ou un zip.");
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
      return said(Code::invalid,
                  path_ + " holds more than " + std::to_string(kEntriesMax) +
                      " files; give the folder of the ROME files alone",
                  path_ + " contient plus de " + std::to_string(kEntriesMax) +
                      " fichiers ; donnez le dossier des seuls fichiers de ROME.");
  }
  if (error)
    return said(Code::invalid, path_ + " cannot be listed: " + error.message(),
                path_ + " ne peut être parcouru (" + error.message() + ").");
  return {};
}

Status SourceFiles::list_archive() {
  std::error_code failed;
  if (!fs::is_regular_file(path_, failed))
    return said(Code::invalid,
                path_ + " is a device or a pipe; give the folder or the zip of the ROME files",
                path_ +
                    " est un périphérique ou un tube ; donnez le dossier ou le zip des "
                    "fichiers de ROME.");
  // libzip holds the whole list of entries before it says how many there are.
  if (fs::file_size(path_, failed) > kArchiveBytesMax && !failed)
    return larger(path_, kArchiveBytesMax, "give the folder or the zip of the ROME files alone",
                  "donnez le dossier ou le zip des seuls fichiers de ROME.");
  int code = 0;
  archive_ = std::make_unique<Archive>();
  archive_->zip = zip_open(path_.c_str(), ZIP_RDONLY, &code);
  if (!archive_->zip) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return said(Code::invalid,
                path_ + " is no folder and no readable zip (" + why +
                    "); give the folder or the zip of the ROME files",
                path_ + " n’est ni un dossier, ni un zip lisible (" + why +
                    ") ; donnez le dossier ou le zip des fichiers de ROME.");
  }
  const zip_int64_t count = zip_get_num_entries(archive_->zip, 0);
  if (count > static_cast<zip_int64_t>(kEntriesMax))
    return said(Code::too_large,
                path_ + " holds more than " + std::to_string(kEntriesMax) + " entries",
                path_ + " contient plus de " + std::to_string(kEntriesMax) + " entrées.");
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
      return said(Code::invalid,
                  path_ + " holds both " + found->location + " and " + entry.location +
                      "; keep one version",
                  path_ + " contient à la fois " + found->location + " et " + entry.location +
                      " ; gardez une seule version.");
    found = &entry;
  }
  if (!found) return std::optional<SourceFile>();
  AKSIS_ASSIGN(bytes, bytes_of(*found));
  total_bytes_ += bytes.size();
  if (total_bytes_ > kTotalBytesMax)
    return said(
        Code::too_large,
        path_ + " holds more than " + megabytes(kTotalBytesMax) + " MiB of text; refused",
        path_ + " contient plus de " + megabytes(kTotalBytesMax) + " Mio de texte ; refusé.");
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
  const auto english = path_ + ": the entry " + entry.location;
  const auto french = path_ + " : l’entrée " + entry.location;
  zip_stat_t stat;
  constexpr zip_uint64_t kWanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
  if (zip_stat(archive_->zip, entry.location.c_str(), 0, &stat) != 0 ||
      (stat.valid & kWanted) != kWanted)
    return said(Code::invalid, english + " cannot be read", french + " ne peut être lue.");
  if (stat.size > kFileBytesMax || stat.size / kZipRatioMax > stat.comp_size)
    return bomb(english, french, kFileBytesMax);
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen(archive_->zip, entry.location.c_str(), 0), zip_fclose);
  std::string bytes(stat.size, '\0');
  // One byte more than announced is asked for: a lying header is a broken file.
  char beyond = 0;
  if (!file || zip_fread(file.get(), bytes.data(), stat.size) != static_cast<int64_t>(stat.size) ||
      zip_fread(file.get(), &beyond, 1) != 0)
    return said(Code::invalid, english + " is broken; fetch the zip again",
                french + " est abîmée ; récupérez le zip à nouveau.");
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

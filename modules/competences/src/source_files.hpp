// The files of an import, from a folder, a zip or one file: bounded reading, text as UTF-8.
// SourceFiles belongs to one thread at a time; the functions may run on any.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::competences {

// What an archive may unfold to. The official set is 20 MB, 3 MB zipped.
inline constexpr size_t kFileBytesMax = size_t{64} << 20;
inline constexpr size_t kTotalBytesMax = size_t{256} << 20;
inline constexpr size_t kZipRatioMax = 200;
inline constexpr size_t kEntriesMax = 2000;
inline constexpr size_t kArchiveBytesMax = size_t{64} << 20;

struct SourceFile {
  std::string name;  // without folders
  std::string bytes;
};

class SourceFiles {
 public:
  // Refuses with a sentence: nothing there, neither a folder nor a zip, a broken zip, too many
  // entries.
  static Result<SourceFiles> open(const std::string& path);
  // Files that are in memory already, within the same limits.
  static SourceFiles of(std::vector<SourceFile> files);
  SourceFiles(SourceFiles&&) noexcept;
  SourceFiles& operator=(SourceFiles&&) noexcept;
  ~SourceFiles();

  // The file named [unix_]STEM_vNNN….csv (or [unix_]STEM.csv), whatever the version and the case.
  // Nothing when there is none; an error when there are two, or one that unfolds beyond the limits.
  Result<std::optional<SourceFile>> read(std::string_view stem);
  // The one whose name begins so and is a CSV, perhaps gzipped.
  Result<std::optional<SourceFile>> read_beginning(std::string_view beginning);
  // "460" of "…_v460_utf8.csv"; empty when the name has none.
  static std::string version_of(std::string_view file_name);
  const std::string& path() const { return path_; }

 private:
  struct Archive;
  struct Entry {
    std::string name;      // without folders
    std::string location;  // path of the file, or name in the archive
  };
  SourceFiles();
  template <typename Wanted>
  Result<std::optional<SourceFile>> read_wanted(Wanted wanted);
  Status list_folder();
  Status list_archive();
  Result<std::string> bytes_of(const Entry& entry);
  Result<std::string> unfold(const Entry& entry);

  std::string path_;
  std::vector<Entry> entries_;
  std::unique_ptr<Archive> archive_;  // nullptr: a folder, or in memory
  std::vector<SourceFile> held_;      // as many as entries when in memory
  size_t total_bytes_ = 0;
};

// A whole file of the disk, at most `bytes_max`; gzip (".gz") is unfolded within the same limits.
Result<SourceFile> read_source_file(const std::string& path, size_t bytes_max = kFileBytesMax);

// How the bytes were read.
enum class Encoding { utf8, windows_1252 };

// Text in UTF-8. Bytes that are no UTF-8 at all are taken for Windows-1252, of which ISO-8859-1 is
// a part; a few broken sequences in a UTF-8 text stay (their rows are refused later). UTF-16 and
// binary are refused.
Result<Encoding> to_utf8(SourceFile& file);

}  // namespace aksis::competences

#include "tree.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace aksis::tidy {
namespace {

namespace fs = std::filesystem;

const std::set<std::string> kSkippedFolders = {".git", "build", "node_modules", "demo-data",
                                               ".cache"};
const std::set<std::string> kTextEndings = {
    ".hpp",  ".cpp", ".h",  ".c",     ".cmake",    ".txt", ".json", ".md",  ".sql",
    ".toml", ".csv", ".sh", ".jsonl", ".scenario", ".in",  ".js",   ".mjs", ".css"};

File read(const fs::path& root, const fs::path& path) {
  File file;
  file.path = fs::relative(path, root).generic_string();
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  file.text = bytes.str();
  std::istringstream lines(file.text);
  for (std::string line; std::getline(lines, line);) file.lines.push_back(line);
  return file;
}

std::vector<File> read_tree() {
  const fs::path root = AKSIS_SOURCE_DIR;
  std::vector<File> out;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
    if (it->is_directory() && kSkippedFolders.contains(it->path().filename().string()))
      it.disable_recursion_pending();
    else if (it->is_regular_file() && kTextEndings.contains(it->path().extension().string()))
      out.push_back(read(root, it->path()));
  }
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.path < b.path; });
  return out;
}

}  // namespace

const std::vector<File>& tree() {
  static const std::vector<File> all = read_tree();
  return all;
}

std::vector<const File*> files(const std::string& folder, const std::vector<std::string>& endings) {
  std::vector<const File*> out;
  for (const auto& file : tree()) {
    const bool inside = folder.empty() || file.path.starts_with(folder + "/");
    const bool ends = std::any_of(endings.begin(), endings.end(),
                                  [&](const auto& ending) { return file.path.ends_with(ending); });
    if (inside && ends) out.push_back(&file);
  }
  return out;
}

void Findings::add(const File& file, size_t line, const std::string& sentence) {
  text_ += file.path + ":" + std::to_string(line) + ": " + sentence + "\n";
}

void Findings::add(const std::string& path, const std::string& sentence) {
  text_ += path + ": " + sentence + "\n";
}

}  // namespace aksis::tidy

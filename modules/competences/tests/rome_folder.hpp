// A small ROME in the official file shapes, in a temporary folder, to be spoilt by tests.
#pragma once

#include <map>
#include <string>

namespace aksis::competences {

class RomeFolder {
 public:
  RomeFolder();  // five occupations that import without an issue
  ~RomeFolder();
  RomeFolder(const RomeFolder&) = delete;
  RomeFolder& operator=(const RomeFolder&) = delete;

  const std::string& path() const { return path_; }
  // By stem ("coherence_item"); writes the file anew.
  void set(const std::string& stem, const std::string& content);
  void append(const std::string& stem, const std::string& rows) { set(stem, files_[stem] + rows); }
  void remove(const std::string& stem);
  const std::string& content(const std::string& stem) { return files_[stem]; }
  // The same files in an archive, below a folder; answers its path.
  std::string zip() const;

 private:
  std::string file_of(const std::string& stem) const;
  std::string path_;
  std::map<std::string, std::string> files_;
};

}  // namespace aksis::competences

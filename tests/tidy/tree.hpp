// The files of this checkout as text, for checks that read the source. Single thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace aksis::tidy {

struct File {
  std::string path;  // relative to the root, '/' between folders
  std::string text;
  std::vector<std::string> lines;
};

// Every tracked or new text file, build output and downloads left out; read once.
const std::vector<File>& tree();

// Files below `folder` ("" = all) whose name ends in one of `endings`.
std::vector<const File*> files(const std::string& folder, const std::vector<std::string>& endings);

// "src/http/server.cpp:12: what is wrong; what to do", gathered so that one run names all of them.
class Findings {
 public:
  void add(const File& file, size_t line, const std::string& sentence);
  void add(const std::string& path, const std::string& sentence);
  std::string text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace aksis::tidy

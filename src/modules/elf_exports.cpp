#include "modules/elf_exports.hpp"

#include <elf.h>

#include <cstring>
#include <optional>

namespace aksis::modules {
namespace {

// A copy of the T at `offset`, which need not be aligned.
template <typename T>
std::optional<T> at(std::string_view bytes, size_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

std::optional<std::string_view> section(std::string_view elf, const Elf64_Shdr& header) {
  if (header.sh_offset > elf.size() || elf.size() - header.sh_offset < header.sh_size)
    return std::nullopt;
  return elf.substr(header.sh_offset, header.sh_size);
}

bool exported(const Elf64_Sym& symbol) {
  const auto binding = ELF64_ST_BIND(symbol.st_info);
  const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  const auto type = ELF64_ST_TYPE(symbol.st_info);
  // A version node ("AKSIS_1") is listed as an absolute object; it is a label, no export.
  return symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS && binding != STB_LOCAL &&
         type != STT_SECTION && (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

Error broken() {
  return invalid("the library is cut off or damaged; build or install it again");
}

}  // namespace

Result<std::vector<std::string>> exported_symbols(std::string_view elf) {
  const auto header = at<Elf64_Ehdr>(elf, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
      header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB)
    return invalid("the library is no 64-bit ELF file");
  const auto header_at = [&](size_t index) {
    return at<Elf64_Shdr>(elf, header->e_shoff + index * sizeof(Elf64_Shdr));
  };
  for (size_t i = 0; i < header->e_shnum; ++i) {
    const auto table = header_at(i);
    if (!table) return broken();
    if (table->sh_type != SHT_DYNSYM) continue;
    const auto strings_header = header_at(table->sh_link);
    if (!strings_header) return broken();
    const auto symbols = section(elf, *table);
    const auto strings = section(elf, *strings_header);
    if (!symbols || !strings) return broken();
    std::vector<std::string> names;
    for (size_t offset = 0; offset + sizeof(Elf64_Sym) <= symbols->size();
         offset += sizeof(Elf64_Sym)) {
      const auto symbol = *at<Elf64_Sym>(*symbols, offset);
      if (!exported(symbol)) continue;
      if (symbol.st_name >= strings->size()) return broken();
      const auto name = strings->substr(symbol.st_name);
      names.emplace_back(name.substr(0, name.find('\0')));
    }
    return names;
  }
  return invalid("the library has no table of exported symbols; link it as a shared library");
}

}  // namespace aksis::modules

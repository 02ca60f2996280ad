// How a French name sounds, so that Dupont finds Dupond and Gautier finds Gauthier. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace aksis::privacy {

// `word`: folded (aksis/cpp/fold.hpp). Vowel groups, nasals and consonants of one sound become one
// sign, silent letters and endings go; at most 12 signs. Empty when nothing sounds.
std::string french_sound(std::string_view word);

}  // namespace aksis::privacy

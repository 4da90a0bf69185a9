import { useNavigate } from 'react-router'

import { type Person, api } from '../api.ts'
import { useWords } from '../words.ts'
import { Avatar } from './Avatar.tsx'
import { Menu, MenuItem } from './Menu.tsx'

/** The profile picture at the top right with its menu. */
export function ProfileMenu({ person }: { readonly person: Person }) {
  const words = useWords()
  const navigate = useNavigate()
  const leave = async (): Promise<void> => {
    await api.signOut()
    location.assign('/')
  }
  return (
    <Menu label={`${words.profile}: ${person.name}`} button={<Avatar person={person} />} buttonClassName="profile">
      <p className="menu-head">
        <strong>{person.name}</strong>
        <small>{person.role}</small>
      </p>
      <MenuItem onSelect={() => void navigate('/marketplace')}>{words.marketplace}</MenuItem>
      <MenuItem onSelect={() => void leave()}>{words.switchUser}</MenuItem>
    </Menu>
  )
}

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import { Overlay } from './overlay';
import './page.css';

const root = document.getElementById('root');
if (root === null) throw new Error('overlay.html has no #root.');
if (window.utterOverlay === undefined) throw new Error('The overlay has no host: it is part of the desktop application.');
createRoot(root).render(
  <StrictMode>
    <Overlay host={window.utterOverlay} />
  </StrictMode>,
);
